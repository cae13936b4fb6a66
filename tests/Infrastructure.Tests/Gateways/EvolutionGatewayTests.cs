using System.Net;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>What becomes of each thing that can happen to an instance, asked of a server that behaves as the recorded ones.</summary>
public sealed class EvolutionGatewayTests : IAsyncLifetime
{
    private const string Phone = "5511988887777";
    private readonly FakeClock _time = new();
    private EvolutionServer _server = null!;
    private GatewayRig _rig = null!;

    public async Task InitializeAsync()
    {
        _server = await EvolutionServer.Start(_time);
        _rig = await GatewayRig.Start(_server.Url, _server.ApiKey);
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Connecting_offers_a_QR_code_and_the_pairing_code_of_the_number_that_opened_the_socket()
    {
        var session = await Started();

        var offer = await Offer(session);

        offer.Qr!.Payload.Should().Be(Instance(session).Payload);
        offer.Code!.Code.Characters.Should().Be(Instance(session).PairingCode);
        (offer.Qr.ExpiresAt - TimeProvider.System.GetUtcNow()).TotalSeconds.Should().BeInRange(40, 45);
        offer.Code.ExpiresAt.Should().Be(offer.Qr.ExpiresAt);
        _server.Asked.Should().Contain($"GET /instance/connect/{session.InstanceName}?number={Phone}");
    }

    [Fact]
    public async Task A_QR_only_pairing_requests_no_pairing_code()
    {
        var session = await Started(PairingMethod.Qr);

        (await Offer(session)).Code.Should().BeNull();
    }

    [Fact]
    public async Task Switching_the_method_makes_the_instance_anew_since_the_number_is_ignored_by_one_that_is_connecting()
    {
        var session = await Started(PairingMethod.Qr);
        await Offer(session);

        (await _rig.Gateway.StartPairing(session, PairingMethod.Code, default)).Refusal.Should().BeNull();

        (await Offer(session)).Code.Should().NotBeNull();
        _server.Asked.Should().Contain($"DELETE /instance/delete/{session.InstanceName}");
    }

    [Fact]
    public async Task An_instance_is_made_with_the_events_we_read_under_a_name_that_can_be_deleted_again()
    {
        var session = await Started();
        var webhook = Instance(session).Webhook!;

        session.InstanceName.Should().MatchRegex("^pp-[0-9a-z]{26}$");
        webhook["events"]!.AsArray().Select(name => name!.GetValue<string>()).Should()
            .BeEquivalentTo("QRCODE_UPDATED", "CONNECTION_UPDATE", "STATUS_INSTANCE", "INSTANCE_DELETE");
        webhook["url"]!.GetValue<string>().Should().MatchRegex("^http://127.0.0.1:1/gateway-hooks/[A-Za-z0-9_-]{43}$");
        webhook["headers"]!["x-pilotpairing-secret"]!.GetValue<string>().Should().HaveLength(43);
    }

    [Fact]
    public async Task Scanning_opens_and_the_owner_is_the_scanning_phone_in_spite_of_the_stored_state()
    {
        var session = await Started();
        await Offer(session);

        Instance(session).Scan("5521977776666");

        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Connected(PhoneNumber.FromStore("5521977776666")));
        (await _rig.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();
        Instance(session).State.Should().Be("open", "a start does not take a device off the phone that has just been linked");
    }

    [Fact]
    public async Task Entering_the_code_opens_too()
    {
        var session = await Started(PairingMethod.Code);
        var offer = await Offer(session);

        Instance(session).Enter(offer.Code!.Code.Characters, Phone).Should().BeTrue();

        (await _rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.Connected>();
    }

    [Fact]
    public async Task A_network_drop_or_another_client_is_a_reconnect_and_no_end()
    {
        var session = await Opened();

        Instance(session).Drop();
        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Reconnecting());
        Instance(session).StoredState.Should().Be("open", "the stored state is stale");
        Instance(session).Lose();
        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Reconnecting(), "between two sockets it is closed");
        Instance(session).Return();

        (await _rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.Connected>();
    }

    [Theory]
    [InlineData(401, DisconnectReason.LoggedOut)]
    [InlineData(403, DisconnectReason.Banned)]
    public async Task A_session_ended_by_the_phone_or_WhatsApp_is_reported_with_its_reason(int code, DisconnectReason reason)
    {
        var session = await Opened();

        Instance(session).End(code);

        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Ended(reason));
    }

    [Fact]
    public async Task A_logout_at_the_server_by_somebody_else_is_an_end_too()
    {
        var session = await Opened();
        using var http = new HttpClientHandler();
        using var invoker = new HttpMessageInvoker(http);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{_server.Url}/instance/logout/{session.InstanceName}") { Headers = { { "apikey", _server.ApiKey } } };
        (await invoker.SendAsync(request, default)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Ended(DisconnectReason.LoggedOut));
    }

    [Fact]
    public async Task An_instance_that_somebody_deleted_was_removed_by_the_gateway()
    {
        var session = await Opened();
        Instance(session).End(401);
        await _rig.Gateway.Delete(session, default);
        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Idle(), "we deleted it ourselves");

        var other = await Opened();
        using var invoker = new HttpMessageInvoker(new HttpClientHandler());
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{_server.Url}/instance/delete/{other.InstanceName}") { Headers = { { "apikey", _server.ApiKey } } };
        await invoker.SendAsync(request, default);

        (await _rig.Gateway.GetState(other, default)).Should()
            .Be(new SessionReport.Reconnecting(), "without a state it may as well be a server that has just started");
        (await _rig.Gateway.GetState(other, default)).Should().Be(new SessionReport.Ended(DisconnectReason.RemovedByGateway));
    }

    [Fact]
    public async Task QR_codes_turn_and_the_batch_of_a_QR_session_is_followed_by_the_next()
    {
        var session = await Started(PairingMethod.Qr);
        var seen = new HashSet<string> { (await Offer(session)).Qr!.Payload };

        for (var turn = 0; turn < 7; turn++)
        {
            _time.Advance(TimeSpan.FromSeconds(45));
            seen.Add((await Offer(session)).Qr!.Payload);
        }

        seen.Should().HaveCount(8);
    }

    [Fact]
    public async Task The_batch_of_a_pairing_code_ends_in_a_refused_login_and_the_instance_is_opened_again()
    {
        _server.QrCodesPerBatch = 2;
        var session = await Started();
        var first = await Offer(session);
        _time.Advance(TimeSpan.FromSeconds(45));
        await Offer(session);
        _time.Advance(TimeSpan.FromSeconds(45));
        (Instance(session).State, Instance(session).EndCode).Should().Be(("close", 401));

        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting());

        var fresh = await Offer(session);
        fresh.Code.Should().NotBeNull().And.NotBe(first.Code);
    }

    [Fact]
    public async Task The_limit_of_QR_codes_exhausts_and_a_new_start_offers_again()
    {
        (_server.QrLimit, _server.AnswersAfterDelete) = (2, 0);
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey, _time);
        var session = GatewayRig.Session();
        await rig.Gateway.StartPairing(session, PairingMethod.Qr, default);
        for (var turn = 0; turn < 2; turn++)
        {
            (await rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.AwaitingUser>();
            _time.Advance(TimeSpan.FromSeconds(45));
        }

        (await rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting(), "it is closed, and might go on");
        _time.Advance(TimeSpan.FromSeconds(10));
        (await rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Exhausted());
        await rig.Gateway.StartPairing(session, PairingMethod.Qr, default);

        (await rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.AwaitingUser>();
    }

    [Fact]
    public async Task A_check_between_two_sockets_withdraws_no_offered_artifact()
    {
        var session = await Started();
        var offer = await Offer(session);

        Instance(session).Lose();
        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting());
        Instance(session).Drop();

        (await Offer(session)).Qr!.Payload.Should().NotBe(offer.Qr!.Payload);
        _server.Asked.Count(asked => asked.StartsWith("POST /instance/create", StringComparison.Ordinal)).Should().Be(1);
    }

    [Theory]
    [InlineData(WhatsApp.Silent)]
    [InlineData(WhatsApp.RefusesVersion)]
    public async Task Where_WhatsApp_gives_nothing_the_instance_is_made_again_once_and_then_given_up(WhatsApp whatsApp)
    {
        _server.WhatsApp = whatsApp;
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey, _time);
        _server.AnswersAfterDelete = 0;
        var session = GatewayRig.Session();
        (await rig.Gateway.StartPairing(session, null, default)).Refusal.Should().BeNull();

        (await rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting());
        _time.Advance(TimeSpan.FromSeconds(10));
        (await rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting(), "it is being opened again");
        Creations(session).Should().Be(2);
        _time.Advance(TimeSpan.FromSeconds(10));
        (await rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Exhausted());
        Creations(session).Should().Be(2);
    }

    [Theory]
    [InlineData(PairingMethod.Qr)]
    [InlineData(null)]
    public async Task What_is_offered_first_counts_and_not_the_fixed_sleep_of_the_call_that_opens_the_socket(PairingMethod? method)
    {
        var sleeps = new TaskCompletionSource();
        _server.WhileConnecting = () => sleeps.Task;
        var session = GatewayRig.Session();

        (await _rig.Gateway.StartPairing(session, method, default).WaitAsync(Patience.Longest)).Refusal.Should().BeNull();

        var offer = ((SessionReport.AwaitingUser)await _rig.Gateway.GetState(session, default)).Artifacts;
        (offer.Qr!.Payload, offer.Code is not null).Should().Be((Instance(session).Payload!, method is null));
        Openings().Should().Be(1, "what looks early opens no second socket");
        sleeps.SetResult();
    }

    [Fact]
    public async Task A_QR_code_that_comes_while_the_socket_is_being_opened_is_not_slept_over_either()
    {
        var sleeps = new TaskCompletionSource();
        (_server.WhileConnecting, _server.FirstQrAfter) = (() => sleeps.Task, TimeSpan.FromSeconds(1));
        var session = GatewayRig.Session();

        var start = _rig.Gateway.StartPairing(session, PairingMethod.Qr, default);
        while (_server.Asked.Count(asked =>
            asked.StartsWith($"GET /instance/connect/{session.InstanceName}", StringComparison.Ordinal)) < 3)
            await Task.Delay(10);
        start.IsCompleted.Should().BeFalse("there is nothing to show yet");
        _time.Advance(TimeSpan.FromSeconds(1));

        (await start.WaitAsync(Patience.Longest)).Refusal.Should().BeNull();
        (await _rig.Gateway.GetState(session, default)).Should().BeOfType<SessionReport.AwaitingUser>();
        sleeps.SetResult();
    }

    [Fact]
    public async Task A_server_that_lost_the_instance_while_pairing_gets_it_again()
    {
        var session = await Started();
        Instance(session).Vanish();
        using var invoker = new HttpMessageInvoker(new HttpClientHandler());
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{_server.Url}/instance/delete/{session.InstanceName}") { Headers = { { "apikey", _server.ApiKey } } };
        await invoker.SendAsync(request, default);

        (await _rig.Gateway.GetState(session, default)).Should().Be(new SessionReport.Starting());

        (await Offer(session)).Qr.Should().NotBeNull();
    }

    [Fact]
    public async Task Logging_out_and_deleting_may_be_repeated_and_what_is_not_there_is_done()
    {
        var session = await Opened();
        for (var time = 0; time < 2; time++)
            (await _rig.Gateway.Logout(session, default)).Refusal.Should().BeNull();
        Instance(session).State.Should().Be("close");
        for (var time = 0; time < 2; time++)
            (await _rig.Gateway.Delete(session, default)).Refusal.Should().BeNull();

        _server.Has(session.InstanceName).Should().BeFalse();
        (await _rig.Gateway.Logout(GatewayRig.Session(), default)).Refusal.Should().BeNull();
    }

    [Theory]
    [InlineData("2.3.6")]
    [InlineData("2.3.7")]
    public async Task A_logout_that_did_not_happen_is_no_success_whatever_the_server_says(string version)
    {
        var session = await Opened();
        (_server.Version, _server.LogoutFails) = (version, true);
        var clock = new FakeClock();
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey, clock);

        var logout = rig.Gateway.Logout(session, default);
        while (!logout.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        (await logout).Refusal.Should().BeOfType<GatewayError>();
        _server.LogoutFails = false;
        (await rig.Gateway.Logout(session, default)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Two_simultaneous_starts_open_it_once()
    {
        var session = GatewayRig.Session();
        var othersLeft = new TaskCompletionSource();
        _server.Instead = async context =>
        {
            if (context.Request.Path == "/instance/create")
                await othersLeft.Task;
            return false;
        };

        var starts = Enumerable.Range(0, 4).Select(_ => _rig.Gateway.StartPairing(session, null, default)).ToList();
        for (var left = 0; left < 3; left++)
        {
            var first = await Task.WhenAny(starts).WaitAsync(Patience.Longest);
            starts.Remove(first);
            (await first).Refusal.Should().BeNull();
        }

        othersLeft.SetResult();
        (await starts.Single()).Refusal.Should().BeNull();
        Creations(session).Should().Be(1);
    }

    [Fact]
    public async Task Sending_distinguishes_a_message_not_sent_from_one_that_may_have_been()
    {
        var (session, to) = (await Opened(), PhoneNumber.FromStore("5511912345678"));

        (await _rig.Gateway.SendText(session, to, "Olá", default)).Should().BeOfType<SendOutcome.Accepted>().Which.MessageId.Should()
            .StartWith("3EB0");
        (await Failure(session, "5511912340000")).Should().Be(SendFailure.RecipientNotOnWhatsApp);
        _server.SendingHasNoSessions = true;
        (await Failure(session)).Should().Be(SendFailure.GatewayError);
        _server.SendingHasNoSessions = false;
        Instance(session).Drop();
        (await Failure(session)).Should().Be(SendFailure.SenderNotConnected);
        (await Failure(GatewayRig.Session())).Should().Be(SendFailure.SenderNotConnected);
        Instance(session).Return();
        _server.Instead = Faults.Text(201, "application/json",
            """{"message":"Error validating access token","type":"OAuthException","code":190,"error_subcode":463}""");
        (await Failure(session)).Should().Be(SendFailure.GatewayError, "201 with an error in it is no message");

        foreach (var fault in new[] { Faults.Dead, Faults.CutShort, Faults.Html(504), Faults.Html(500), Faults.Garbage })
        {
            _server.Instead = fault;
            (await _rig.Gateway.SendText(session, to, "Olá", default)).Should().BeOfType<SendOutcome.Unknown>();
        }
    }

    [Fact]
    public async Task A_probe_finds_out_what_can_be_worked_with_and_what_cannot()
    {
        (await _rig.Gateway.Probe(default)).Should()
            .BeEquivalentTo(new { Reachable = true, KeyAccepted = true, Activated = true, Version = "2.3.7", Failure = (object?)null });

        await using var stranger = await GatewayRig.Start(_server.Url, "wrong");
        (await stranger.Gateway.Probe(default)).Should()
            .BeEquivalentTo(new { Reachable = true, KeyAccepted = false, Version = "2.3.7", Failure = new { Code = "GATEWAY_ERROR" } });
        (_server.NotActivated, _server.Version) = (true, "2.4.0");
        (await _rig.Gateway.Probe(default)).Should()
            .BeEquivalentTo(new
            {
                Reachable = true,
                Activated = false,
                Version = "2.4.0",
                Failure = new { Code = "GATEWAY_NOT_ACTIVATED" }
            });
        await using var nowhere = await GatewayRig.Start("http://127.0.0.1:1", "key");
        (await nowhere.Gateway.Probe(default)).Should()
            .BeEquivalentTo(new { Reachable = false, KeyAccepted = (bool?)null, Failure = new { Code = "GATEWAY_UNAVAILABLE" } });
    }

    private FakeInstance Instance(GatewaySession session) => _server.Instance(session.InstanceName);

    private int Creations(GatewaySession session) =>
        _server.Asked.Count(asked => asked.StartsWith($"GET /instance/connect/{session.InstanceName}?number", StringComparison.Ordinal));

    private int Openings() => _server.Hooks.Sent.Count(sent => sent.Event == "connection.update");

    private async Task<GatewaySession> Started(PairingMethod? method = null)
    {
        var session = GatewayRig.Session(Phone);
        (await _rig.Gateway.StartPairing(session, method, default)).Refusal.Should().BeNull();
        return session;
    }

    private async Task<GatewaySession> Opened()
    {
        var session = await Started();
        Instance(session).Scan(Phone);
        await _rig.Until<SessionReport.Connected>(session);
        return session;
    }

    private async Task<Artifacts> Offer(GatewaySession session) =>
        ((SessionReport.AwaitingUser)await _rig.Until<SessionReport.AwaitingUser>(session)).Artifacts;

    private async Task<SendFailure?> Failure(GatewaySession session, string to = "5511912345678") =>
        (await _rig.Gateway.SendText(session, PhoneNumber.FromStore(to), "Olá", default) as SendOutcome.Refused)?.Failure;
}
