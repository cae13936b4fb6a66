using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>
/// Servers that are away, broken, hostile or somebody else's: each a refusal with a stable code, nothing lost, no secret in the log.
/// </summary>
public sealed class EvolutionFaultsTests : IAsyncLifetime
{
    private EvolutionServer _server = null!;

    public async Task InitializeAsync() => _server = await EvolutionServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string> Table => new()
    {
        { "html 502", "GATEWAY_UNAVAILABLE" },
        { "html 503", "GATEWAY_UNAVAILABLE" },
        { "html 200", "GATEWAY_ERROR" },
        { "html 404", "GATEWAY_ERROR" },
        { "html 500", "GATEWAY_ERROR" },
        { "other server", "GATEWAY_ERROR" },
        { "garbage", "GATEWAY_ERROR" },
        { "huge", "GATEWAY_ERROR" },
        { "cut short", "GATEWAY_ERROR" },
        { "redirect", "GATEWAY_ERROR" },
        { "soft failure", "GATEWAY_ERROR" },
        { "wrong key", "GATEWAY_ERROR" },
        { "forbidden", "GATEWAY_ERROR" },
        { "busy", "GATEWAY_UNAVAILABLE" },
        { "not activated", "GATEWAY_NOT_ACTIVATED" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Each_fault_has_its_code_and_leaves_everything_as_it_was(string fault, string code)
    {
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey);
        var session = GatewayRig.Session();
        await rig.Gateway.StartPairing(session, null, default);
        _server.Instance(session.InstanceName).Scan(session.Phone.Digits);
        var before = await rig.Until<SessionReport.Connected>(session);

        _server.Instead = Fault(fault);

        ShouldBe(code, (await rig.Gateway.GetState(session, default) as SessionReport.Unavailable)?.Refusal);
        ShouldBe(code, (await rig.Gateway.Logout(session, default)).Refusal);
        ShouldBe(code, (await rig.Gateway.Delete(session, default)).Refusal);
        var other = GatewayRig.Session();
        ShouldBe(code, (await rig.Gateway.StartPairing(other, null, default)).Refusal);

        _server.Instead = _ => Task.FromResult(false);
        (await rig.Gateway.GetState(session, default)).Should().Be(before);
        (await rig.Gateway.GetState(other, default)).Should()
            .Be(new SessionReport.Starting(), "what could not be started is started when the gateway is back");
        await rig.Until<SessionReport.AwaitingUser>(other);
        rig.Log.Lines.Count(line => line.Contains(" 6001 ", StringComparison.Ordinal)).Should().Be(1, "a lasting failure is logged once");
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_unavailable()
    {
        await using var rig = await GatewayRig.Start("http://127.0.0.1:1", "key");

        ShouldBe("GATEWAY_UNAVAILABLE", (await rig.Gateway.StartPairing(GatewayRig.Session(), null, default)).Refusal);
        ShouldBe("GATEWAY_UNAVAILABLE", (await rig.Gateway.Delete(GatewayRig.Session(), default)).Refusal);
        (await rig.Gateway.GetState(GatewayRig.Session(), default)).Should().BeOfType<SessionReport.Unavailable>();
    }

    [Fact]
    public async Task A_gateway_that_never_answers_is_waited_for_and_then_unavailable()
    {
        var clock = new FakeClock();
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey, clock);
        _server.Instead = Faults.Never;

        var asked = rig.Gateway.GetState(GatewayRig.Session(), default);
        await clock.UntilWaiting(1);
        while (_server.Asked.IsEmpty)
            await Task.Delay(1);
        clock.Advance(TimeSpan.FromSeconds(9));
        asked.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        ShouldBe("GATEWAY_UNAVAILABLE", ((SessionReport.Unavailable)await asked).Refusal);
    }

    [Fact]
    public async Task Opening_is_given_more_than_half_a_minute()
    {
        var clock = new FakeClock();
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey, clock);
        _server.Instead = Faults.On("/instance/connect/", Faults.Never);

        var asked = rig.Gateway.StartPairing(GatewayRig.Session(), null, default);
        while (!_server.Asked.Any(path => path.Contains("/instance/connect/", StringComparison.Ordinal)))
            await Task.Delay(1);
        clock.Advance(TimeSpan.FromSeconds(31));
        await Task.Delay(20);
        asked.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(9));

        ShouldBe("GATEWAY_UNAVAILABLE", (await asked).Refusal);
    }

    [Fact]
    public async Task Neither_keys_tokens_codes_nor_numbers_are_logged()
    {
        await using var rig = await GatewayRig.Start(_server.Url, _server.ApiKey);
        var session = GatewayRig.Session();
        await rig.Gateway.StartPairing(session, null, default);
        var offer = (SessionReport.AwaitingUser)await rig.Until<SessionReport.AwaitingUser>(session);
        var token = _server.Instance(session.InstanceName).Token;
        _server.Instance(session.InstanceName).Scan(session.Phone.Digits);
        await rig.Until<SessionReport.Connected>(session);
        _server.Instead = Faults.Html(500);
        await rig.Gateway.SendText(session, PhoneNumber.FromStore("5511912345678"), "a secret text", default);

        rig.Log.Lines.Should().NotBeEmpty();
        foreach (var secret in new[] { _server.ApiKey, token, offer.Artifacts.Code!.Code.Characters, offer.Artifacts.Qr!.Payload,
            session.Phone.Digits, "5511912345678", "a secret text" })
            rig.Log.Lines.Should().NotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task<bool>> Fault(string name) => name switch
    {
        "html 200" => Faults.Html(200),
        "html 404" => Faults.Html(404),
        "html 500" => Faults.Html(500),
        "html 502" => Faults.Html(502),
        "html 503" => Faults.Html(503),
        "other server" => Faults.Text(404, "application/json",
            """{"status":404,"error":"Not Found","response":{"message":["Cannot GET /instance/connectionState/x"]}}"""),
        "garbage" => Faults.Garbage,
        "huge" => Faults.Huge,
        "cut short" => Faults.CutShort,
        "redirect" => Faults.Redirect,
        "soft failure" => Faults.Text(200, "application/json", """{"error":true,"message":"[object Object]"}"""),
        "wrong key" => Faults.Text(401, "application/json",
            """{"status":401,"error":"Unauthorized","response":{"message":"Unauthorized"}}"""),
        "forbidden" => Faults.Text(403, "application/json",
            """{"status":403,"error":"Forbidden","response":{"message":"Missing global api key"}}"""),
        "busy" => Faults.Text(429, "text/plain", "slow down"),
        _ => Faults.Text(503, "application/json",
            """{"error":"service not activated","code":"LICENSE_REQUIRED","register_url":"http://gateway.test"}"""),
    };

    private static void ShouldBe(string code, Refusal? refusal) => (refusal?.Code).Should().Be(code);
}
