using System.Text;
using System.Text.Json.Nodes;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>What is made of notifications: who is believed, what is kept, and that order and repetition make no difference.</summary>
public sealed class EvolutionNotificationsTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private EvolutionServer _server = null!;
    private GatewayRig _rig = null!;
    private GatewaySession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await EvolutionServer.Start(_clock);
        _server.AnswersAfterDelete = 0;
        _server.Hooks.AreHeld = true;
        _rig = await GatewayRig.Start(_server.Url, _server.ApiKey, _clock);
        _session = GatewayRig.Session();
        await _rig.Gateway.StartPairing(_session, PairingMethod.Qr, default);
        await _rig.Until<SessionReport.AwaitingUser>(_session);
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_notification_of_a_session_counts_once()
    {
        var notification = _server.Hooks.Held.Single(held => held.Event == "qrcode.updated");

        (await Take(notification))!.Number.Should().Be(_session.Number);
        (await Take(notification))!.Number.Should().BeNull("it was received before");
    }

    [Fact]
    public async Task Notifications_without_the_right_secrets_are_refused()
    {
        var notification = _server.Hooks.Held[0];
        var body = Encoding.UTF8.GetBytes(notification.Body);

        foreach (var secret in new[] { null, "", "wrong", new string('A', 43) })
            (await _rig.Notifications.Take(Pass(notification), secret, body, default)).Should().BeNull();
        (await _rig.Notifications.Take("other" + Pass(notification)[5..], Secret(notification), body, default)).Should().BeNull();
    }

    [Fact]
    public async Task Unknown_notifications_are_accepted_and_ignored()
    {
        string[] bodies =
        [
            "", "not json", "[]", "{}", """{"event":7,"instance":{},"data":"x"}""",
            """{"event":"messages.upsert","instance":"pp-0","data":{}}""",
            """{"event":"connection.update","instance":"somebody-else","data":{"state":"open"}}""",
            """{"event":"connection.update","instance":"pp-01arz3ndektsv4rrffq69g5fav","data":null}""",
        ];

        foreach (var body in bodies)
            (await _rig.Notifications.Take(Pass(_server.Hooks.Held[0]), Secret(_server.Hooks.Held[0]), Encoding.UTF8.GetBytes(body),
                default))!.Number.Should().BeNull(body);
    }

    [Fact]
    public async Task Notifications_of_an_earlier_opening_are_ignored()
    {
        Instance.End(401);
        var late = _server.Hooks.Held;
        await _rig.Gateway.StartPairing(_session, PairingMethod.Qr, default);
        await _rig.Until<SessionReport.AwaitingUser>(_session);

        foreach (var notification in late)
            (await Take(notification))!.Number.Should().BeNull(notification.Event);

        (await _rig.Gateway.GetState(_session, default)).Should().BeOfType<SessionReport.AwaitingUser>();
    }

    [Fact]
    public async Task A_claim_of_being_open_connects_nothing_by_itself()
    {
        var claim = Forged(new() { ["state"] = "open", ["statusReason"] = 200, ["wuid"] = "5511900000000@s.whatsapp.net" });

        (await Take(claim))!.Number.Should().Be(_session.Number);

        (await _rig.Gateway.GetState(_session, default)).Should().BeOfType<SessionReport.AwaitingUser>();
        Instance.Scan("5511988887777");
        (await _rig.Gateway.GetState(_session, default)).Should()
            .Be(new SessionReport.Connected(PhoneNumber.FromStore("5511988887777")), "the server itself says whose it is");
    }

    [Fact]
    public async Task The_owner_in_a_notification_is_used_while_the_server_s_database_does_not_have_it()
    {
        Instance.Scan("5511988887777");
        _server.Instead = Faults.On("/fetchInstances",
            Faults.Text(200, "application/json", $$"""[{"name":"{{_session.InstanceName}}","ownerJid":null}]"""));
        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Linking());

        await Take(_server.Hooks.Held[^1]);

        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Connected(PhoneNumber.FromStore("5511988887777")));
    }

    [Fact]
    public async Task The_code_of_an_end_is_kept_in_any_order_of_notifications()
    {
        Instance.Scan("5511988887777");
        await _rig.Until<SessionReport.Connected>(_session);
        Instance.End(403);
        _server.Instead = Faults.On("/fetchInstances", Faults.Text(200, "application/json", "[]"));
        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Reconnecting(), "it does not say why it is closed");

        foreach (var notification in _server.Hooks.Held.Reverse().Concat(_server.Hooks.Held))
            await Take(notification);

        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Ended(DisconnectReason.Banned));
    }

    [Fact]
    public async Task A_phone_that_wants_a_passkey_sends_no_notification_and_the_pairing_ends_without_a_result()
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        Instance.Scan("5511988887777", opens: false);
        (await Take(_server.Hooks.Held[^1]))!.Number.Should().Be(_session.Number);

        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Starting());
        _clock.Advance(TimeSpan.FromSeconds(3));
        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Linking(Accepted: false));
        _clock.Advance(TimeSpan.FromSeconds(37));
        (await _rig.Gateway.GetState(_session, default)).Should()
            .BeOfType<SessionReport.AwaitingUser>("its QR codes turn as if nothing had happened");
    }

    [Theory]
    [InlineData(0.3, PairingMethod.Qr)]
    [InlineData(2.9, PairingMethod.Qr)]
    [InlineData(1, PairingMethod.Code)]
    public async Task A_dropped_socket_is_no_scan_however_late_its_next_QR_code_comes(double seconds, PairingMethod method)
    {
        await _rig.Gateway.StartPairing(_session, method, default);
        await _rig.Until<SessionReport.AwaitingUser>(_session);
        _server.FirstQrAfter = TimeSpan.FromSeconds(seconds);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var before = Instance.Payload;

        Instance.Drop();
        (await Take(_server.Hooks.Held[^1]))!.Number.Should().Be(_session.Number);

        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Starting());
        _clock.Advance(TimeSpan.FromSeconds(seconds + (method == PairingMethod.Code ? 1 : 0)));
        ((SessionReport.AwaitingUser)await _rig.Gateway.GetState(_session, default)).Artifacts.Qr!.Payload.Should().Be(Instance.Payload)
            .And.NotBe(before);
    }

    [Theory]
    [InlineData(PairingMethod.Qr)]
    [InlineData(PairingMethod.Code)]
    public async Task A_server_that_was_restarted_while_a_code_was_shown_offers_a_new_one_and_nobody_scanned(PairingMethod method)
    {
        await _rig.Gateway.StartPairing(_session, method, default);
        await _rig.Until<SessionReport.AwaitingUser>(_session);
        (_server.FirstQrAfter, _server.AnswersAfterDelete) = (TimeSpan.FromSeconds(1), 0);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await _server.GoAway();
        (await _rig.Gateway.GetState(_session, default)).Should().BeOfType<SessionReport.Unavailable>();
        await _server.ComeBack();
        await Take(_server.Hooks.Held[^1]);

        (await _rig.Gateway.GetState(_session, default)).Should().Be(new SessionReport.Starting());
        var seen = new List<SessionReport>();
        for (var second = 0; second < 6; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            seen.Add(await _rig.Gateway.GetState(_session, default));
        }

        seen.Should().NotContain(report => report is SessionReport.Linking);
        var offer = seen[^1].Should().BeOfType<SessionReport.AwaitingUser>().Subject.Artifacts;
        (offer.Code is not null).Should()
            .Be(method == PairingMethod.Code, "where a pairing code was shown the instance is opened again with its number");
    }

    [Fact]
    public async Task A_storm_of_notifications_counts_a_few_times_and_then_no_more()
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        var received = 0;
        for (var wave = 0; wave < 66; wave++)
        {
            var notification = Forged(new() { ["state"] = "connecting", ["statusReason"] = 200 }, at: $"2026-01-15T12:00:{wave:00}.000Z");
            received += (await Take(notification))!.Number is null ? 0 : 1;
        }

        received.Should().BeLessThan(5);
        (await _rig.Gateway.GetState(_session, default)).Should().BeOfType<SessionReport.AwaitingUser>("it is no scan");
    }

    [Fact]
    public async Task A_socket_that_starts_with_its_QR_code_or_at_its_end_was_not_scanned()
    {
        foreach (var seconds in new[] { 1, 39 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            (await Take(Forged(new() { ["state"] = "connecting", ["statusReason"] = 200 })))!.Number.Should().BeNull();
        }
    }

    private FakeInstance Instance => _server.Instance(_session.InstanceName);

    private HookSender.Notification Forged(JsonObject data, string at = "2026-01-15T12:00:00.000Z")
    {
        var body = new JsonObject
        {
            ["event"] = "connection.update",
            ["instance"] = _session.InstanceName,
            ["data"] = data,
            ["date_time"] = at
        };
        return _server.Hooks.Held[0] with { Body = body.ToJsonString() };
    }

    private Task<GatewayNotification?> Take(HookSender.Notification notification) =>
        _rig.Notifications.Take(Pass(notification), Secret(notification), Encoding.UTF8.GetBytes(notification.Body), default);

    private static string Pass(HookSender.Notification notification) => notification.Url[(notification.Url.LastIndexOf('/') + 1)..];

    private static string Secret(HookSender.Notification notification) => notification.Headers["x-pilotpairing-secret"];
}
