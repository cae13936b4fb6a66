using System.Text.Json;
using PilotPairing.Api.Tests.Connections;

namespace PilotPairing.Api.Tests.Links;

/// <summary>A link offers the ways to connect that it was made with, and shows nothing of the others.</summary>
public sealed class LinkMethodsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("qr", "code")]
    [InlineData("code", "qr")]
    public async Task A_method_that_the_link_does_not_offer_is_refused_and_starts_nothing(string offered, string asked)
    {
        var link = await Offering(offered);

        (await host.Connect(link.Token(), new { method = asked })).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_LINK");

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("ready");
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).GetProperty("attempts").GetInt32().Should().Be(0);
    }

    [Theory]
    [InlineData("qr", null)]
    [InlineData("qr", "qr")]
    [InlineData("code", null)]
    [InlineData("code", "code")]
    public async Task The_one_method_is_given_whether_it_is_named_or_not(string offered, string? asked)
    {
        var link = await Offering(offered);

        var issued = (await host.Connect(link.Token(), new { method = asked })).Expect(200);

        issued.GetProperty(offered == "qr" ? "qrcodeBase64" : "pairingCode").ValueKind.Should().Be(JsonValueKind.String);
        issued.GetProperty(offered == "qr" ? "pairingCode" : "qrcodeBase64").ValueKind.Should().Be(JsonValueKind.Null);
        issued.GetProperty(offered == "qr" ? "pairingCodeExpiresAt" : "expiresAt").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_another_link_of_the_number_offers_is_not_shown()
    {
        var (both, _) = await host.StartedLink();
        var scanOnly = await host.NewLink(new { reconnect = new { numberId = both.NumberId() }, methods = new[] { "qr" } });
        var code = (await host.Connect(both.Token(), new { method = "code" })).Expect(200).Text("pairingCode")
            .Replace("-", "<i></i>", StringComparison.Ordinal);

        (await host.Connect(scanOnly.Token())).Expect(200).GetProperty("pairingCode").ValueKind.Should().Be(JsonValueKind.Null);
        await using (var stream = await EventReader.Open(host, scanOnly.Token()))
            (await stream.Next()).Data.Has("pairingCode").Should().BeFalse();
        (await host.Get($"/connect/{scanOnly.Token()}", key: "")).Text.Should().NotContain(code);
        (await host.Get($"/connect/{both.Token()}", key: "")).Text.Should().Contain(code);
    }

    [Theory]
    [InlineData("qr", "code")]
    [InlineData("code", "qr")]
    public async Task The_page_offers_no_other_method(string offered, string other)
    {
        var both = await Body(await host.NewLink());
        var one = await Body(await Offering(offered));

        both.Should().ContainAll($"data-panel=\"{other}\"", $"data-use=\"{other}\"");
        one.Should().Contain($"data-panel=\"{offered}\"").And.NotContain($"data-panel=\"{other}\"").And.NotContain($"data-use=\"{other}\"");

        // The style sheet in the head knows every method.
        async Task<string> Body(JsonElement link)
        {
            var html = (await host.Get($"/connect/{link.Token()}", key: "")).Text;
            return html[html.IndexOf("<body", StringComparison.Ordinal)..];
        }
    }

    [Fact]
    public async Task A_method_is_refused_before_a_connected_number_is_reported()
    {
        var (link, _) = await host.OpenNumber(new { name = "Loja", number = Scene.Phone, methods = new[] { "qr" } });

        (await host.Connect(link.Token(), new { method = "code" })).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_LINK");
        (await host.Connect(link.Token(), new { method = "qr" })).ShouldBeRefused(409, "ALREADY_CONNECTED");
    }

    [Theory]
    [InlineData("""{"name":"L","number":"+5511999999999","methods":["meta"]}""")]
    [InlineData("""{"provider":"META","methods":["qr"]}""")]
    [InlineData("""{"metaFlow":"credentials","methods":["meta","code"]}""")]
    public async Task Methods_that_the_provider_does_not_have_are_refused(string body) =>
        (await host.Post("/v1/numbers/remote-pairing", body)).ShouldNameFields("methods");

    private Task<JsonElement> Offering(string method) =>
        host.NewLink(new { name = "Loja", number = Scene.Phone, methods = new[] { method } });
}
