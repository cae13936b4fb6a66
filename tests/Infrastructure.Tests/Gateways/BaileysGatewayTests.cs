using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>Our own gateway beyond the port's contract: its ends, its process being killed, and what is stored of a session.</summary>
public sealed class BaileysGatewayTests(BaileysRig baileys) : IClassFixture<BaileysRig>, IAsyncLifetime
{
    private static int s_lastPhone = 10_000;
    private GatewayRig _rig = null!;
    private FakeWhatsApp _whatsApp = null!;

    public async Task InitializeAsync()
    {
        (_rig, _whatsApp) = (await baileys.Rig(), await baileys.WhatsApp());
        await _whatsApp.Mode("normal");
        await _whatsApp.Play("/refs?n=6");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_pairing_code_connects_the_number_it_is_for()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Code);
        var offer = await Offer(session);

        await _whatsApp.TypeCode(offer.Code!.Code.Characters, session.Phone.Digits);
        (await _rig.Until<SessionReport.Connected>(session)).Should().Be(new SessionReport.Connected(session.Phone));
    }

    [Fact]
    public async Task Calls_to_its_process_are_measured_as_those_to_other_gateways()
    {
        var outcomes = new ConcurrentBag<string?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, itself) =>
        {
            if (instrument.Name == "pilotpairing.gateway.duration")
                itself.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Contains(new("gateway", "main")))
                outcomes.Add((string?)tags.ToArray().Single(tag => tag.Key == "outcome").Value);
        });
        listener.Start();

        await Connected();

        outcomes.Should().Contain("Answered");
    }

    [Fact]
    public async Task Late_scans_link_nothing()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        var offer = await Offer(session);
        (await _rig.Gateway.Logout(session, default)).Refusal.Should().BeNull();

        await _whatsApp.Invoking(whatsApp => whatsApp.Scan(offer.Qr!.Payload, session.Phone.Digits)).Should()
            .ThrowAsync<InvalidOperationException>();
        (await _whatsApp.IsLinked(session.Phone.Digits)).Should().BeFalse();
    }

    [Fact]
    public async Task Deleting_unlinks_the_device_and_leaves_nothing_stored()
    {
        var session = await Connected();
        (await _whatsApp.IsLinked(session.Phone.Digits)).Should().BeTrue();

        (await _rig.Gateway.Delete(session, default)).Refusal.Should().BeNull();

        (await _whatsApp.IsLinked(session.Phone.Digits)).Should().BeFalse();
        (await Count("select count(*) from baileys_sessions where number_id = @number", session)).Should().Be(0);
        (await Count("select count(*) from baileys_keys where number_id = @number", session)).Should().Be(0);
    }

    [Theory]
    [InlineData("ban", DisconnectReason.Banned)]
    [InlineData("replace", DisconnectReason.Replaced)]
    [InlineData("unlink", DisconnectReason.LoggedOut)]
    public async Task Every_end_has_its_reason(string act, DisconnectReason reason)
    {
        var session = await Connected();

        await _whatsApp.Play($"/{act}?phone={session.Phone.Digits}");

        (await _rig.Until<SessionReport.Ended>(session)).Should().Be(new SessionReport.Ended(reason));
    }

    [Fact]
    public async Task A_lost_connection_is_no_end()
    {
        var session = await Connected();

        await _whatsApp.Play($"/drop?phone={session.Phone.Digits}");

        await _rig.Until<SessionReport.Connected>(session);
        (await _rig.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "Olá", default)).Should().Match<SendOutcome>(
            sent => sent is SendOutcome.Accepted || sent is SendOutcome.Refused);
    }

    [Fact]
    public async Task A_passkey_is_known_for_certain()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        var offer = await Offer(session);
        await _whatsApp.Mode("passkey");

        await _whatsApp.Scan(offer.Qr!.Payload, session.Phone.Digits);
        await _rig.Until<SessionReport.PasskeyRequired>(session);
    }

    [Fact]
    public async Task A_refused_version_is_named_with_the_wanted_one()
    {
        await _whatsApp.Mode("fail405");
        var session = NewSession();
        await Start(session, PairingMethod.Qr);

        (await _rig.Until<SessionReport.Unavailable>(session)).Should().BeOfType<SessionReport.Unavailable>()
            .Which.Refusal.Should().BeOfType<GatewayError>().Which.Reason.Should().Contain("405").And.Contain("2.3000.1027934701");
    }

    [Fact]
    public async Task An_unreachable_WhatsApp_is_a_gateway_that_is_away_and_is_tried_again()
    {
        await _whatsApp.Mode("down");
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        await _rig.Until<SessionReport.Unavailable>(session);

        await _whatsApp.Mode("normal");
        await Offer(session);
    }

    [Fact]
    public async Task Killed_while_pairing_it_offers_a_new_code_by_itself()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        var before = await Offer(session);

        Kill();

        await Until(session, report => report is SessionReport.AwaitingUser offer && offer.Artifacts.Qr!.Payload != before.Qr!.Payload);
    }

    [Fact]
    public async Task Killed_with_an_open_number_it_opens_the_number_again_and_reports_no_end()
    {
        var session = await Connected();

        Kill();

        var seen = await Until(session, report => report is SessionReport.Unavailable);
        seen.AddRange(await Until(session, report => report is SessionReport.Connected));
        seen.Should().NotContain(report => report is SessionReport.Ended || report is SessionReport.Idle);
    }

    [Fact]
    public async Task Killed_after_the_phone_accepted_it_connects()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        var offer = await Offer(session);
        await _whatsApp.Play("/silence?on=true");
        await _whatsApp.Scan(offer.Qr!.Payload, session.Phone.Digits);
        await _rig.Until<SessionReport.Linking>(session);

        Kill();
        await _whatsApp.Play("/silence?on=false");

        (await _rig.Until<SessionReport.Connected>(session)).Should().Be(new SessionReport.Connected(session.Phone));
    }

    [Fact]
    public async Task A_dump_holds_no_key_and_no_contact_in_clear()
    {
        var session = await Connected();
        await _rig.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "Olá", default);

        await using var connection = await Open();
        var texts = await connection.QueryAsync<string>(
            """
            select coalesce(encode(credentials_envelope, 'escape'), '') || session::text from baileys_sessions session
            union all
            select encode(value_envelope, 'escape') || key::text from baileys_keys key
            """);
        (await Count("select count(*) from baileys_keys where number_id = @number", session)).Should().BePositive();
        texts.Should().NotBeEmpty().And.OnlyContain(text =>
            !text.Contains("noiseKey") && !text.Contains("private") && !text.Contains("5511912345678"));
    }

    [Theory]
    [InlineData("set_byte(credentials_envelope, length(credentials_envelope) - 1, 255 - get_byte(credentials_envelope, length(credentials_envelope) - 1))")]
    [InlineData("'\\x00010203'")]
    public async Task A_corrupt_session_closes_that_number_alone(string envelope)
    {
        var (broken, healthy) = (await Connected(), await Connected());
        await using (var connection = await Open())
            await connection.ExecuteAsync(
                $"update baileys_sessions set credentials_envelope = {envelope} where number_id = @number",
                new { number = broken.Number.Value });

        Kill();

        (await _rig.Until<SessionReport.Ended>(broken)).Should().Be(new SessionReport.Ended(DisconnectReason.RemovedByGateway));
        await Until(healthy, report => report is SessionReport.Connected);
        _rig.Log.Lines.Should().Contain(line => line.StartsWith("Error 6014") && line.Contains(broken.Number.ToString()));
        (await _rig.Gateway.Delete(broken, default)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_key_that_is_not_configured_is_named_and_no_number_is_closed_for_it()
    {
        var session = await Connected();
        byte[] envelope = [1, 3, .. "old"u8, .. RandomNumberGenerator.GetBytes(64)];
        await using (var connection = await Open())
            await connection.ExecuteAsync(
                "update baileys_sessions set credentials_envelope = @envelope where number_id = @number",
                new { number = session.Number.Value, envelope });

        Kill();

        await Until(session, _ => _rig.Log.Lines.Any(line =>
            line.Contains(session.Number.ToString()) && line.Contains("not in Encryption:Keys")));
        (await _rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.Unavailable>();
    }

    private static GatewaySession NewSession() => GatewayRig.Session($"55119000{Interlocked.Increment(ref s_lastPhone)}");

    private async Task Start(GatewaySession session, PairingMethod? method) =>
        (await _rig.Gateway.StartPairing(session, method, default)).Refusal.Should().BeNull();

    private async Task<Artifacts> Offer(GatewaySession session) =>
        (await _rig.Until<SessionReport.AwaitingUser>(session)).Should().BeOfType<SessionReport.AwaitingUser>().Which.Artifacts;

    private async Task<GatewaySession> Connected()
    {
        var session = NewSession();
        await Start(session, PairingMethod.Qr);
        await _whatsApp.Scan((await Offer(session)).Qr!.Payload, session.Phone.Digits);
        await _rig.Until<SessionReport.Connected>(session);
        return session;
    }

    private void Kill()
    {
        using var process = Process.GetProcessById(_rig.Get<BaileysNodes>().Of("main")!.ProcessId!.Value);
        process.Kill();
    }

    private async Task<List<SessionReport>> Until(GatewaySession session, Func<SessionReport, bool> isSo)
    {
        var seen = new List<SessionReport>();
        for (var check = 0; check < 3000; check++)
        {
            seen.Add(await _rig.Gateway.GetState(session, default));
            if (isSo(seen[^1]))
                return seen;
            await Task.Delay(5);
        }

        throw new InvalidOperationException($"Not among {string.Join(", ", seen.Distinct())}");
    }

    private async Task<NpgsqlConnection> Open() => await _rig.Get<NpgsqlDataSource>().OpenConnectionAsync();

    private async Task<long> Count(string sql, GatewaySession session)
    {
        await using var connection = await Open();
        return await connection.ExecuteScalarAsync<long>(sql, new { number = session.Number.Value });
    }
}
