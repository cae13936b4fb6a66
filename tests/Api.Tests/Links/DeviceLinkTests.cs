using System.Text.Json;
using PilotPairing.Api.Tests.Connections;

namespace PilotPairing.Api.Tests.Links;

/// <summary>The link that opens WhatsApp on the phone to be paired: who gets it, and what its page reports.</summary>
public sealed class DeviceLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string AndroidPhone =
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";

    [Fact]
    public async Task Connect_snapshot_and_each_new_QR_carry_the_link_to_the_simulated_phone()
    {
        var link = await host.NewLink();
        await using var stream = await EventReader.Open(host, link.Token());
        (await stream.Next()).Data.Has("deviceLinkUrl").Should().BeFalse();

        var issued = (await host.Connect(link.Token())).Expect(200).Text("deviceLinkUrl");

        issued.Should().Contain("/simulator/phone/");
        (await stream.Until("qr")).Text("deviceLinkUrl").Should().Be(issued);
        await using var late = await EventReader.Open(host, link.Token());
        (await late.Next()).Data.Text("deviceLinkUrl").Should().Be(issued);
        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).Expect(200).Has("deviceLinkUrl").Should()
            .BeFalse("its owner has no phone in his hand");
    }

    [Fact]
    public async Task A_link_of_codes_alone_has_none()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, methods = new[] { "code" } });

        (await host.Connect(link.Token())).Expect(200).GetProperty("deviceLinkUrl").ValueKind.Should().Be(JsonValueKind.Null);

        (await Page(link)).Should().NotContain("data-device-link").And.Contain("data-tap=\"\"");
    }

    [Fact]
    public async Task A_tenant_decides_and_null_is_the_installations_choice()
    {
        var key = (await host.NewTenant()).Key.Raw.Value;
        var link = await host.NewLink(key: key);
        (await host.Connect(link.Token())).Expect(200);

        await Choose(key, "\"second\"", "second");
        (await Page(link)).Should().Contain("data-tap=\"second\"");
        await Choose(key, "\"off\"", "off");
        (await host.Connect(link.Token())).Expect(200).GetProperty("deviceLinkUrl").ValueKind.Should().Be(JsonValueKind.Null);
        await using (var stream = await EventReader.Open(host, link.Token()))
            (await stream.Next()).Data.Has("deviceLinkUrl").Should().BeFalse();
        (await Page(link)).Should().NotContain("data-device-link");

        await Choose(key, "null", "first");
        (await Page(link)).Should().Contain("data-tap=\"first\"").And.Contain("/simulator/phone/");
    }

    [Theory]
    [InlineData("\"First\"")]
    [InlineData("\"third\"")]
    [InlineData("true")]
    public async Task An_unknown_choice_names_its_field(string value) =>
        (await host.Call("PATCH", "/v1/settings", $"{{\"connectInWhatsApp\":{value}}}")).ShouldNameFields("connectInWhatsApp");

    [Fact]
    public async Task An_unknown_setting_stops_the_start()
    {
        var start = async () => await ApiHost.On(host.Database.ConnectionString, settings: ("Pairing:ConnectInWhatsApp", "maybe"));

        (await start.Should().ThrowAsync<Exception>()).Which.ToString().Should().Contain("Pairing:ConnectInWhatsApp")
            .And.Contain("first, second or off");
    }

    [Fact]
    public async Task A_tap_and_the_return_from_it_are_steps_of_the_funnel_once_each()
    {
        var (link, _) = await host.StartedLink();
        (await Own(link)).GetProperty("funnel").GetProperty("tappedAt").ValueKind.Should().Be(JsonValueKind.Null);

        (await Report(link, new { kind = "tapped" })).Status.Should().Be(204);
        var tapped = (await Own(link)).GetProperty("funnel").Text("tappedAt");
        (await Report(link, new { kind = "tap_returned" })).Status.Should().Be(204);
        (await Report(link, new { kind = "tapped" })).Status.Should().Be(204);

        var funnel = (await Own(link)).GetProperty("funnel");
        funnel.Text("tappedAt").Should().Be(tapped);
        funnel.Text("tapReturnedAt").Should().EndWith("Z");
    }

    [Theory]
    [InlineData(AndroidPhone, "pt-BR", "android", false, "pt-BR")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Instagram 350.0", "es", "ios", true, "es")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0", "nonsense", "desktop", false, null)]
    [InlineData("something of its own", null, "other", false, null)]
    public async Task An_opening_keeps_the_class_of_device_and_the_language_but_no_user_agent(
        string agent, string? language, string device, bool inApp, string? kept)
    {
        var link = await host.NewLink();
        (await Own(link)).GetProperty("openedWith").ValueKind.Should().Be(JsonValueKind.Null);

        (await Report(link, new { kind = "opened", value = language }, ("User-Agent", agent))).Status.Should().Be(204);

        var with = (await Own(link)).GetProperty("openedWith");
        with.Text("device").Should().Be(device);
        with.GetProperty("inAppBrowser").GetBoolean().Should().Be(inApp);
        with.GetProperty("language").GetString().Should().Be(kept);
        (await host.Query<long>("select count(*) from pairing_links where pairing_links::text like '%' || @agent || '%'", new { agent }))
            .Should().Be(0);
    }

    private async Task Choose(string key, string value, string expected) =>
        (await host.Call("PATCH", "/v1/settings", $"{{\"connectInWhatsApp\":{value}}}", key)).Expect(200).Text("connectInWhatsApp").Should()
            .Be(expected);

    private async Task<string> Page(JsonElement link) =>
        (await host.Call("GET", $"/connect/{link.Token()}", null, "", ("User-Agent", AndroidPhone))).Text;

    private async Task<JsonElement> Own(JsonElement link) => (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);

    private Task<Answer> Report(JsonElement link, object body, params (string, string)[] headers) =>
        host.Call("POST", $"/v1/remote-pairing/{link.Token()}/report", JsonSerializer.Serialize(body), "", headers);
}
