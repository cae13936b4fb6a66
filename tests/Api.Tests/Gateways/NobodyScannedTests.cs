using System.Text.Json;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Numbers;
using PilotPairing.FakeEvolution;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>
/// What a socket that starts again while a QR code is shown is taken for, over HTTP on both sides: by itself it is no scan.
/// </summary>
public sealed class NobodyScannedTests : IAsyncLifetime
{
    private const string Reconnected = "scanned_at";
    private const int Held = 600;
    private readonly EvolutionHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_dropped_socket_continues_with_its_next_QR_code_and_its_scan_is_the_first_scan()
    {
        var link = await Shown();
        _host.Server.FirstQrAfter = TimeSpan.FromSeconds(1);

        await Received(link, () => Task.Run(_host.InstanceOf(link).Drop));

        (await Observed(link)).Should().Be("awaiting_scan");
        (await Scanned(link)).Should().BeFalse();
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await Scene.Eventually(async () => (await _host.Api.Status(link.Token())).Expect(200).GetProperty("sequence").GetInt32() == 2);
        (await Observed(link)).Should().Be("awaiting_scan");
        (await Scanned(link)).Should().BeFalse();

        _host.InstanceOf(link).Scan(Scene.Phone);

        await Scene.Eventually(async () => await _host.State(link) == "OPEN");
        (await Scanned(link)).Should().BeTrue("it is open, so somebody did");
    }

    [Fact]
    public async Task A_gateway_that_is_restarted_is_away_and_then_offers_a_new_QR_code()
    {
        var link = await Shown();
        _host.Server.FirstQrAfter = TimeSpan.FromSeconds(1);

        await _host.Server.GoAway();
        await Scene.Eventually(async () => await Phase(link) == "gateway_unavailable");
        await Received(link, _host.Server.ComeBack);

        (await Observed(link)).Should().Be("gateway_unavailable", "what was shown before the restart is dead");
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await Scene.Eventually(async () => await Phase(link) == "awaiting_scan");
        (await _host.Api.Status(link.Token())).Expect(200).GetProperty("sequence").GetInt32().Should().Be(2);
        (await Scanned(link)).Should().BeFalse();
    }

    [Fact]
    public async Task A_socket_that_offers_nothing_for_three_seconds_may_be_a_phone_being_linked_and_only_the_connection_proves_it()
    {
        var link = await Shown();
        _host.Server.WhatsApp = WhatsApp.Silent;

        await Received(link, () => Task.Run(_host.InstanceOf(link).Drop));
        (await Observed(link)).Should().Be("awaiting_scan");
        await Pass(Reconnected, link, Held + 3);

        (await Observed(link)).Should().Be("confirming");
        (await Scanned(link)).Should().BeFalse();
        (await _host.Api.Get($"/connect/{link.Token()}?lang=en", key: "")).Text.Should()
            .Contain("Keep WhatsApp open on your phone until it is done").And.NotContain("has accepted");
        _host.InstanceOf(link).Scan(Scene.Phone);

        await Scene.Eventually(async () => await _host.State(link) == "OPEN");
        (await Scanned(link)).Should().BeTrue();
    }

    [Fact]
    public async Task A_phone_that_wants_a_passkey_ends_in_stalled_and_the_page_names_the_passkey_among_the_reasons()
    {
        var link = await Shown();
        _host.Server.WhatsApp = WhatsApp.Silent;
        await Received(link, () => Task.Run(() => _host.InstanceOf(link).Scan(Scene.Phone, opens: false)));
        await Pass(Reconnected, link, Held + 3);
        (await Observed(link)).Should().Be("confirming");

        await Pass(Reconnected, link, 87);

        (await Observed(link)).Should().Be("stalled");
        foreach (var (language, word) in new[] { ("en", "passkey"), ("pt-BR", "chave de acesso"), ("es", "llave de acceso") })
            Stalled((await _host.Api.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text).Should().Contain(word);
        (await _host.Api.Events(link.NumberId(), "number.passkey_required")).Should().BeEmpty();
        (await Scanned(link)).Should().BeFalse();
    }

    /// <summary>A link with a QR code that has been shown for ten seconds, and a gateway that says nothing about pairing codes.</summary>
    private async Task<JsonElement> Shown()
    {
        var link = await _host.NewLink();
        (await _host.Api.Connect(link.Token(), new { method = "qr" })).Expect(200);
        // A look that was overtaken by a notification leaves it to the next look to remember when the QR code came.
        await Scene.Eventually(async () =>
            await _host.Api.Query<bool>("select artifact_at is not null from evolution_sessions where instance_name = @name",
                new { name = Name(link) }));
        await Pass("artifact_at", link, 10);
        return link;
    }

    /// <summary>Does it, and comes back when its notification was taken; the three seconds begin when the test says so.</summary>
    private async Task Received(JsonElement link, Func<Task> act)
    {
        await act();
        await Scene.Eventually(async () =>
            await _host.Api.Query<int>("select reconnects from evolution_sessions where instance_name = @name",
                new { name = Name(link) }) == 1);
        await Pass(Reconnected, link, -Held);
    }

    /// <summary>So many seconds go by at once since what a column of the session notes.</summary>
    private Task Pass(string column, JsonElement link, int seconds) =>
        _host.Api.Execute($"update evolution_sessions set {column} = {column} - make_interval(secs => @seconds), version = version + 1 where instance_name = @name", new { name = Name(link), seconds });

    /// <summary>The phase after one more check at the gateway.</summary>
    private async Task<string> Observed(JsonElement link)
    {
        (await _host.Api.Send(new ObserveNumber(new NumberId(Scene.Uuid(link.NumberId()))))).Refusal.Should().BeNull();
        var phase = await _host.Api.Query<string>("select phase from pairing_attempts where number_id = @id and ended_at is null",
            new { id = Scene.Uuid(link.NumberId()) });
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(phase);
    }

    private async Task<string> Phase(JsonElement link) => (await _host.Api.Status(link.Token())).Expect(200).Text("phase");

    private async Task<bool> Scanned(JsonElement link) =>
        (await _host.Api.Get($"/v1/links/{link.LinkId()}", _host.Key)).Expect(200).GetProperty("funnel").GetProperty("scannedAt")
            .ValueKind != JsonValueKind.Null;

    private static string Name(JsonElement link) => link.GetProperty("instance").Text("instanceName");

    private static string Stalled(string page)
    {
        var start = page.IndexOf("data-screen=\"stalled\"", StringComparison.Ordinal);
        return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
    }
}
