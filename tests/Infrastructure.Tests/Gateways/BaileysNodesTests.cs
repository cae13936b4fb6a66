using Dapper;
using Npgsql;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>Several nodes with our own gateway: who runs a session, and what the others ask of it through the database.</summary>
public sealed class BaileysNodesTests(BaileysRig baileys) : IClassFixture<BaileysRig>, IAsyncLifetime
{
    private const string Phone = "5511944440001";
    private GatewayRig _rig = null!;
    private FakeWhatsApp _whatsApp = null!;
    private GatewayRig _other = null!;

    public async Task InitializeAsync()
    {
        (_rig, _whatsApp) = (await baileys.Rig(), await baileys.WhatsApp());
        _other = await GatewayRig.Start(_whatsApp.Settings("main"), other: _rig);
    }

    public async Task DisposeAsync() => await _other.DisposeAsync();

    [Fact]
    public async Task A_node_that_runs_no_session_starts_sends_and_logs_out_through_the_one_that_does()
    {
        var session = await Connected(_other, "5511944440002");

        (await _other.Gateway.GetState(session, default)).Should().Be(new SessionReport.Connected(session.Phone));
        (await _other.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "Olá", default)).Should()
            .BeOfType<SendOutcome.Accepted>();
        (await _other.Gateway.SendText(session, PhoneNumber.FromStore("5511912340000"), "Olá", default)).Should()
            .BeOfType<SendOutcome.Refused>().Which.Failure.Should().Be(SendFailure.RecipientNotOnWhatsApp);
        (await _other.Gateway.Logout(session, default)).Refusal.Should().BeNull();
        (await _whatsApp.IsLinked(session.Phone.Digits)).Should().BeFalse();
        await using var connection = await Open();
        (await connection.ExecuteScalarAsync<long>("select count(*) from baileys_sends")).Should().Be(0);
    }

    [Fact]
    public async Task A_node_that_stops_hands_its_sessions_over_and_there_are_never_two_sockets()
    {
        var first = await GatewayRig.Start(_whatsApp.Settings("main"));
        await first.Run();
        await BaileysRig.Ready(first);
        var session = await Connected(first, Phone);
        var second = await GatewayRig.Start(_whatsApp.Settings("main"), other: first);
        await second.Run();
        await BaileysRig.Ready(second);

        await first.Stop();

        await Until(second, session, report => report is SessionReport.Connected);
        (await _whatsApp.Sockets(Phone)).Should().Be(1);
        (await second.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "Olá", default)).Should()
            .BeOfType<SendOutcome.Accepted>();
        await second.DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task The_sessions_of_a_node_that_died_are_claimed_and_what_it_still_writes_changes_nothing()
    {
        var source = _rig.Get<NpgsqlDataSource>();
        var (dead, heir) = (Guid.Parse("00000000-0000-7000-8000-00000000000a"), Guid.Parse("00000000-0000-7000-8000-00000000000b"));
        var (deadLeases, heirLeases) = (new SessionLeases(source, "elsewhere", dead), new SessionLeases(source, "elsewhere", heir));
        var session = GatewayRig.Session("5511944440003");
        var state = new NodeState(null, "20.0.0", null, null, null);
        await deadLeases.Beat(state, default);
        await heirLeases.Beat(state, default);
        await _rig.Get<BaileysRepository>().Begin(session, "elsewhere", BaileysMethod.Qr, TimeProvider.System.GetUtcNow(), default);
        (await deadLeases.Claim(default)).Should().ContainSingle();
        (await heirLeases.Claim(default)).Should().BeEmpty("its owner lives");

        await using (var connection = await Open())
            await connection.ExecuteAsync(
                "update gateway_nodes set alive_until = now() - interval '1 second' where id = @dead", new { dead });

        (await heirLeases.Claim(default)).Should().ContainSingle().Which.NumberId.Should().Be(session.Number.Value);
        var late = new OwnedSessions(source, _rig.Get<Envelopes>(), dead);
        var number = session.Number.Value;
        var open = new SessionChange(BaileysStatus.Open) { Identity = Phone };
        (await late.Change(number, 1, open, TimeProvider.System.GetUtcNow(), default)).Should().BeFalse();
        (await late.Write(number, session.Tenant.Value, 1, "late", new Dictionary<Guid, string?>(), default)).Should().BeFalse();
        await heirLeases.ReleaseAll(default);
    }

    [Fact]
    public async Task New_sessions_go_to_the_node_with_fewer_and_a_node_that_is_not_ready_is_not_waited_for()
    {
        var (first, second) = (Leases('c'), Leases('d'));
        var ready = new NodeState(null, "20.0.0", "2.3000.1", null, null);
        await first.Beat(ready, default);
        await second.Beat(ready with { WhatsAppVersion = null }, default);
        await Begin(4);
        (await first.Claim(default)).Should().HaveCount(4, "the other is not ready");

        await second.Beat(ready, default);
        await Begin(4);
        (await first.Claim(default)).Should().HaveCount(4, "that is half of all");
        (await second.Claim(default)).Should().HaveCount(4);
        await Begin(1);
        (await second.Claim(default)).Should().HaveCount(5, "both have as many");

        await second.ReleaseAll(default);
        (await first.Claim(default)).Should().HaveCount(9, "it is alone now");
        await first.ReleaseAll(default);

        SessionLeases Leases(char last) =>
            new(_rig.Get<NpgsqlDataSource>(), "balanced", Guid.Parse("00000000-0000-7000-8000-00000000000" + last));

        async Task Begin(int count)
        {
            for (var i = 0; i < count; i++)
                await _rig.Get<BaileysRepository>().Begin(
                    GatewayRig.Session(), "balanced", BaileysMethod.Qr, TimeProvider.System.GetUtcNow(), default);
        }
    }

    [Fact]
    public async Task Without_a_node_that_can_run_it_nothing_is_started_and_the_reason_is_given()
    {
        await using var lonely = await GatewayRig.Start(_whatsApp.Settings("main"));
        (await lonely.Gateway.StartPairing(GatewayRig.Session(), PairingMethod.Qr, default)).Refusal!.Code.Should()
            .Be("GATEWAY_UNAVAILABLE");
        (await lonely.Gateway.Probe(default)).Should().BeEquivalentTo(new { Reachable = false, KeyAccepted = (bool?)null });

        var settings = _whatsApp.Settings("main");
        var empty = Directory.CreateTempSubdirectory("pp-gateway-").FullName;
        settings["WhatsAppGatewayDirectory"] = empty;
        await using var broken = await GatewayRig.Start(settings, other: lonely);
        await broken.Run();
        await BaileysRig.Eventually(() =>
            Task.FromResult(broken.Log.Lines.Any(line => line.StartsWith("Error 6011", StringComparison.Ordinal))));

        await BaileysRig.Eventually(async () => (await lonely.Gateway.Probe(default)).Failure?.Code == "GATEWAY_ERROR");
        (await lonely.Gateway.StartPairing(GatewayRig.Session(), PairingMethod.Qr, default)).Refusal!.Code.Should().Be("GATEWAY_ERROR");
        (await lonely.Gateway.Probe(default)).Reason.Should().Contain("is not in");
        Directory.Delete(empty);
    }

    private async Task<GatewaySession> Connected(GatewayRig node, string phone)
    {
        var session = GatewayRig.Session(phone);
        (await node.Gateway.StartPairing(session, PairingMethod.Qr, default)).Refusal.Should().BeNull();
        var offer = (SessionReport.AwaitingUser)await node.Until<SessionReport.AwaitingUser>(session);
        await _whatsApp.Scan(offer.Artifacts.Qr!.Payload, phone);
        await node.Until<SessionReport.Connected>(session);
        return session;
    }

    private static Task Until(GatewayRig node, GatewaySession session, Func<SessionReport, bool> isSo) =>
        BaileysRig.Eventually(async () => isSo(await node.Gateway.GetState(session, default)));

    private async Task<NpgsqlConnection> Open() => await _rig.Get<NpgsqlDataSource>().OpenConnectionAsync();
}
