using System.Text.Json;
using PilotPairing.Application.Connections;
using PilotPairing.FakeEvolution;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>
/// A gateway that answers and gives nothing to scan, one that is away for longer than a pairing lasts, and one that has a QR code sooner
/// than it says.
/// </summary>
public sealed class NoCodeComesTests : IAsyncLifetime
{
    private readonly EvolutionHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(WhatsApp.Silent)]
    [InlineData(WhatsApp.RefusesVersion)]
    public async Task Without_a_code_from_WhatsApp_the_pairing_is_stalled_and_the_gateway_is_not_unavailable(WhatsApp whatsApp)
    {
        _host.Server.WhatsApp = whatsApp;
        var link = await _host.NewLink();

        var press = _host.Api.Connect(link.Token());
        var asked = _host.Api.Get($"/v1/numbers/{link.NumberId()}/connect", _host.Key);
        await SilenceUntil(link, restarts: 1);
        await SilenceUntil(link, restarts: null);

        var refused = await press;
        refused.ShouldBeRefused(503, "PAIRING_STALLED");
        (await asked).ShouldBeRefused(503, "PAIRING_STALLED");
        int.Parse(refused.Headers["retry-after"], null).Should().BePositive();
        (await _host.Api.Status(link.Token())).Expect(200).Text("phase").Should().Be("stalled");
        (await _host.Api.Query<string>("select failure_code from pairing_attempts where number_id = @id",
            new { id = Scene.Uuid(link.NumberId()) })).Should().Be("PAIRING_STALLED");

        _host.Server.WhatsApp = WhatsApp.OffersQrCodes;
        (await _host.Api.Connect(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_gateway_that_comes_back_after_the_pairing_was_given_up_is_asked_again_by_the_next_press_as_the_page_says()
    {
        var link = await GivenUp();
        await _host.Server.ComeBack();

        (await Phase(link)).Should().Be("gateway_unavailable");
        foreach (var (language, press) in new[] { ("en", "If nothing happens for a minute, try again"),
            ("pt-BR", "Se nada acontecer em um minuto, tente de novo"), ("es", "Si no pasa nada en un minuto, inténtalo de nuevo") })
            Screen((await _host.Api.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text).Should().Contain(press);
        (await _host.Api.Call("POST", $"/connect/{link.Token()}?lang=en",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["refresh"] = "true" }), "")).Status.Should().Be(200);
        (await Phase(link)).Should().Be("awaiting_scan");
    }

    [Fact]
    public async Task A_pairing_that_was_given_up_is_ready_once_its_gateway_is_back_and_nothing_was_started()
    {
        var link = await GivenUp();

        (await _host.Api.Send(new ReopenPairings(TimeSpan.Zero))).Value.Should().Be(0);
        (await Phase(link)).Should().Be("gateway_unavailable");
        await _host.Server.ComeBack();
        var asked = _host.Server.Asked.Count;
        (await _host.Api.Send(new ReopenPairings(TimeSpan.Zero))).Value.Should().Be(1);

        (await Phase(link)).Should().Be("ready");
        (await _host.Api.Send(new ReopenPairings(TimeSpan.Zero))).Value.Should().Be(0);
        _host.Server.Asked.Skip(asked).Should().NotContain(call => call.StartsWith("POST", StringComparison.Ordinal));
        (await _host.Api.Query<long>("select count(*) from pairing_attempts")).Should().Be(1);
        (await _host.Api.Connect(link.Token())).Expect(200);
    }

    [Fact]
    public async Task A_QR_code_is_answered_when_it_is_there_and_not_when_the_call_that_opened_the_socket_returns()
    {
        var sleeps = new TaskCompletionSource();
        _host.Server.WhileConnecting = () => sleeps.Task;
        var link = await _host.NewLink();

        var artifact = (await _host.Api.Connect(link.Token())).Expect(200);

        artifact.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        artifact.Text("pairingCode").Should().HaveLength(9);
        _host.Server.Asked.Count(asked => asked.StartsWith("POST /instance/create", StringComparison.Ordinal)).Should().Be(1);
        sleeps.SetResult();
        _host.InstanceOf(link).Scan(Scene.Phone);
        await Scene.Eventually(async () => await _host.State(link) == "OPEN");
    }

    /// <summary>Ten seconds without anything to scan pass at once, for the socket that is open now.</summary>
    private async Task SilenceUntil(JsonElement link, int? restarts)
    {
        var name = link.GetProperty("instance").Text("instanceName");
        await Scene.Eventually(async () => await _host.Api.Query<bool>(
            "select count(*) = 1 from evolution_sessions where instance_name = @name and starting_until is null and restarts = @now",
            new { name, now = restarts is null ? 1 : 0 }));
        await _host.Api.Execute(
            "update evolution_sessions set opened_at = opened_at - interval '10 seconds', version = version + 1 where instance_name = @name", new { name });
    }

    /// <summary>Its gateway was away for as long as an attempt without anything to scan lasts, and still is.</summary>
    private async Task<JsonElement> GivenUp()
    {
        var link = await _host.NewLink();
        (await _host.Api.Connect(link.Token())).Expect(200);
        await _host.Server.GoAway();
        await Scene.Eventually(async () => await Phase(link) == "gateway_unavailable");
        await _host.Api.Rewrite(
            "update pairing_attempts set qr_payload = null, code = null, changed_at = changed_at - interval '31 seconds' where number_id = @id", link.NumberId());
        await Scene.Eventually(async () =>
            await _host.Api.Query<bool>("select ended_at is not null from pairing_attempts where number_id = @id",
                new { id = Scene.Uuid(link.NumberId()) }));
        return link;
    }

    private async Task<string> Phase(JsonElement link) => (await _host.Api.Status(link.Token())).Expect(200).Text("phase");

    private static string Screen(string page)
    {
        var start = page.IndexOf("data-screen=\"gateway_unavailable\"", StringComparison.Ordinal);
        return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }
}
