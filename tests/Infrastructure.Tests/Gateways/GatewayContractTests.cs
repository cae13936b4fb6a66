using PilotPairing.Application.Gateways;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>
/// What the port promises, of each gateway there is: the simulator, our own on a fake WhatsApp, the fake server, and the real server that
/// PILOTPAIRING_TEST_EVOLUTION_URL and _KEY name. There no phone is played, so the part that needs one is left out.
/// </summary>
public sealed class GatewayContractTests(BaileysRig baileys) : IClassFixture<BaileysRig>
{
    private const string Simulator = "simulator";
    private const string Baileys = "baileys";
    private const string Fake = "fake";
    private const string Real = "real server";
    private const string Phone = "5511988887777";

    public static TheoryData<string> WithPhone => [Simulator, Baileys, Fake];

    public static TheoryData<string> All =>
        RealServerFactAttribute.Url is null ? [Simulator, Baileys, Fake] : [Simulator, Baileys, Fake, Real];

    [RealServerFact]
    public void The_server_that_was_named_is_among_those_tested() => All.Should().HaveCount(4);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Can_be_probed(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);

        (await subject.Gateway.Probe(default)).Should()
            .BeEquivalentTo(new { Reachable = true, KeyAccepted = true, Activated = true, Failure = (object?)null });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_known_of_a_session_that_was_never_started_and_ending_it_is_done(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = GatewayRig.Session(Phone);

        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle());
        (await subject.Gateway.Logout(session, default)).Refusal.Should().BeNull();
        (await subject.Gateway.Delete(session, default)).Refusal.Should().BeNull();
        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_start_may_be_repeated_with_another_method_and_what_it_offers_is_live(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = GatewayRig.Session(Phone);
        try
        {
            foreach (PairingMethod? method in new PairingMethod?[] { PairingMethod.Qr, PairingMethod.Code, null })
            {
                (await subject.Gateway.StartPairing(session, method, default)).Refusal.Should().BeNull();
                if (await subject.Offer(session) is not { } offer)
                    continue;
                offer.Qr!.Payload.Should().NotBeEmpty();
                offer.QrLiveAt(TimeProvider.System.GetUtcNow()).Should().BeTrue();
                (offer.Code is null).Should().Be(method == PairingMethod.Qr);
                (offer.Code?.Code.Characters.Length ?? 8).Should().Be(8);
                offer.Code?.ExpiresAt.Should().BeAfter(TimeProvider.System.GetUtcNow());
            }
        }
        finally
        {
            (await subject.Gateway.Delete(session, default)).Refusal.Should().BeNull();
        }

        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Ending_what_is_being_paired_may_be_repeated(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = GatewayRig.Session(Phone);
        (await subject.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();

        for (var time = 0; time < 2; time++)
            (await subject.Gateway.Logout(session, default)).Refusal.Should().BeNull();
        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle());
        for (var time = 0; time < 2; time++)
            (await subject.Gateway.Delete(session, default)).Refusal.Should().BeNull();
        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_number_that_is_not_connected_sends_nothing(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);

        (await subject.Gateway.SendText(GatewayRig.Session(Phone), PhoneNumber.FromStore("5511912345678"), "Olá", default))
            .Should().BeOfType<SendOutcome.Refused>().Which.Failure.Should().Be(SendFailure.SenderNotConnected);
    }

    [Theory]
    [MemberData(nameof(WithPhone))]
    public async Task The_phone_that_accepts_is_the_identity_and_can_send(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = await subject.Connected("5521977776666");

        (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Connected(PhoneNumber.FromStore("5521977776666")));
        (await subject.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "Olá", default)).Should()
            .BeOfType<SendOutcome.Accepted>().Which.MessageId.Should().NotBeNullOrEmpty();
        (await subject.Gateway.SendText(session, PhoneNumber.FromStore("5511912340000"), "Olá", default))
            .Should().BeOfType<SendOutcome.Refused>().Which.Failure.Should().Be(SendFailure.RecipientNotOnWhatsApp);
    }

    [Theory]
    [MemberData(nameof(WithPhone))]
    public async Task A_start_leaves_a_connection_alone_and_a_logout_makes_room_for_the_next(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = await subject.Connected(Phone);

        (await subject.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();
        (await subject.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.Connected>();
        (await subject.Gateway.Logout(session, default)).Refusal.Should().BeNull();
        (await subject.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();
        (await subject.Offer(session)).Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(WithPhone))]
    public async Task A_session_ended_by_the_phone_is_reported_as_ended_until_it_is_started_again(string gateway)
    {
        await using var subject = await Subject.Of(gateway, baileys);
        var session = await subject.Connected(Phone);

        await subject.Unlink(session);
        await subject.Rig.Until<SessionReport.Ended>(session, subject.Gateway);
        for (var check = 0; check < 2; check++)
            (await subject.Gateway.GetState(session, default)).Should().Be(new SessionReport.Ended(DisconnectReason.LoggedOut));
        (await subject.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();
        (await subject.Offer(session)).Should().NotBeNull();
    }

    /// <summary>A gateway, and its phone where one is played.</summary>
    private sealed class Subject(string gateway, GatewayRig rig, EvolutionServer? server, FakeWhatsApp? whatsApp = null) : IAsyncDisposable
    {
        private const int TargetsRealGateway = 300;

        public IWhatsAppGateway Gateway => gateway == Simulator ? rig.Simulator : rig.Gateway;

        public static async Task<Subject> Of(string gateway, BaileysRig baileys)
        {
            if (gateway == Baileys)
                return new(gateway, await baileys.Rig(), null, await baileys.WhatsApp());
            if (gateway == Real)
                return new(gateway, await GatewayRig.Start(RealServerFactAttribute.Url!, RealServerFactAttribute.Key!), null);
            var server = await EvolutionServer.Start();
            return new(gateway, await GatewayRig.Start(server.Url, server.ApiKey), server);
        }

        /// <summary>Null where no WhatsApp stands behind the real server.</summary>
        public async Task<Artifacts?> Offer(GatewaySession session)
        {
            for (var check = 0; check < TargetsRealGateway; check++)
            {
                var report = await Gateway.GetState(session, default);
                if (report is SessionReport.AwaitingUser offer)
                    return offer.Artifacts;
                report.Should().Match<SessionReport>(other => other is SessionReport.Starting || other is SessionReport.Exhausted);
                if (report is SessionReport.Exhausted)
                    break;
                await Task.Delay(100);
            }

            (gateway == Real).Should().BeTrue("the simulated phone offers something");
            return null;
        }

        public async Task<GatewaySession> Connected(string phone)
        {
            var session = GatewayRig.Session(Phone);
            (await Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();
            var offer = await Offer(session);
            offer.Should().NotBeNull();
            if (gateway == Simulator)
                await rig.Simulator.Play(session, SimulatedEvent.Scan, PhoneNumber.FromStore(phone), null, default);
            else if (whatsApp is not null)
                await whatsApp.Scan(offer!.Qr!.Payload, phone);
            else
                server!.Instance(session.InstanceName).Scan(phone);
            await rig.Until<SessionReport.Connected>(session, Gateway);
            return session;
        }

        public async Task Unlink(GatewaySession session)
        {
            if (gateway == Simulator)
                await rig.Simulator.Play(session, SimulatedEvent.Logout, session.Phone, null, default);
            else if (whatsApp is not null)
                await whatsApp.Unlink(session.Phone.Digits);
            else
                server!.Instance(session.InstanceName).End(401);
        }

        public GatewayRig Rig => rig;

        public async ValueTask DisposeAsync()
        {
            if (gateway == Baileys)
                return;
            await rig.DisposeAsync();
            if (server is not null)
                await server.DisposeAsync();
        }
    }
}

/// <summary>Runs where a real Evolution API server is named, and says that it did not where none is.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealServerFactAttribute : FactAttribute
{
    public RealServerFactAttribute()
    {
        if (Url is null || Key is null)
            Skip = "Name a real Evolution API server by PILOTPAIRING_TEST_EVOLUTION_URL and PILOTPAIRING_TEST_EVOLUTION_KEY";
    }

    public static string? Url { get; } = Environment.GetEnvironmentVariable("PILOTPAIRING_TEST_EVOLUTION_URL") is { Length: > 0 } url
        ? url : null;

    public static string? Key { get; } = Environment.GetEnvironmentVariable("PILOTPAIRING_TEST_EVOLUTION_KEY") is { Length: > 0 } key
        ? key : null;
}
