using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Links;

/// <summary>What a link becomes from each member of its body; members that are refused are tested beside this.</summary>
public sealed class CreateLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_link_needs_a_name_and_a_number_and_answers_everything_else_by_default()
    {
        var link = await host.NewLink(new { name = " Loja ", number = "+55 (11) 99999-9999" });

        link.Text("provider").Should().Be("PILOT_STATUS");
        link.LinkId().Should().StartWith("lnk_");
        link.GetProperty("instance").Text("id").Should().Be(link.NumberId()).And.StartWith("num_");
        link.GetProperty("instance").Text("number").Should().Be(Scene.Phone);
        link.GetProperty("instance").Text("name").Should().Be("Loja");
        link.GetProperty("instance").Text("state").Should().Be("CLOSE");
        link.GetProperty("instance").Text("instanceName").Should().StartWith("pp-");
        link.Token().Should().MatchRegex("^rp_[A-Za-z0-9_-]{43}$");
        link.Text("maskedNumber").Should().Be("+551199****9999");
        link.GetProperty("messageSent").GetBoolean().Should().BeFalse();
        foreach (var absent in (string[])["messageError", "messageErrorCode", "qrcodeBase64", "pairingCode"])
            link.Has(absent).Should().BeFalse(absent);
        foreach (var empty in (string[])["linkedApiKeyId", "externalRef", "redirectUrl"])
            link.GetProperty(empty).ValueKind.Should().Be(JsonValueKind.Null, empty);
        link.GetProperty("metadata").GetRawText().Should().Be("{}");
        (link.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).Should()
            .BeCloseTo(TimeSpan.FromDays(1), TimeSpan.FromMinutes(1));
        link.Text("expiresAt").Should().EndWith("Z");
    }

    [Fact]
    public async Task Creating_a_link_publishes_the_number_and_the_link()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, externalRef = "shop-1", metadata = new { plan = "pro" } });

        var number = (await host.Events(link.NumberId(), "number.created")).Should().ContainSingle().Subject;
        number.Text("number").Should().Be("+" + Scene.Phone);
        number.Text("linkId").Should().Be(link.LinkId());
        var made = (await host.Events(link.LinkId(), "link.created")).Should().ContainSingle().Subject;
        made.Text("externalRef").Should().Be("shop-1");
        made.GetProperty("metadata").Text("plan").Should().Be("pro");
    }

    [Fact]
    public async Task Labels_and_the_redirect_come_back_as_they_were_sent()
    {
        var link = await host.NewLink(new
        {
            name = "Loja",
            number = Scene.Phone,
            externalRef = "açaí/1",
            metadata = new Dictionary<string, string> { ["Key One"] = "ü", ["b"] = "" },
            redirectUrl = "https://app.example.com/done?x=1",
        });

        link.Text("externalRef").Should().Be("açaí/1");
        link.GetProperty("metadata").Text("Key One").Should().Be("ü");
        link.GetProperty("metadata").Text("b").Should().BeEmpty();
        link.Text("redirectUrl").Should().Be("https://app.example.com/done?x=1");
    }

    [Theory]
    [InlineData(300)]
    [InlineData(2_592_000)]
    public async Task A_link_lives_as_long_as_requested(int seconds)
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, expiresInSeconds = seconds });

        (link.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).Should()
            .BeCloseTo(TimeSpan.FromSeconds(seconds), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Origins_are_kept_as_they_are_compared()
    {
        var link = await host.NewLink(new
        {
            name = "Loja",
            number = Scene.Phone,
            allowedOrigins = new[] { "https://App.Example.com", "https://app.example.com:443", "https://app.example.com:8443",
                "http://localhost:3000", "http://127.0.0.1" },
        });

        var kept = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).GetProperty("allowedOrigins").EnumerateArray()
            .Select(origin => origin.GetString());
        kept.Should().Equal("https://app.example.com", "https://app.example.com:8443", "http://localhost:3000", "http://127.0.0.1");
    }

    [Fact]
    public async Task The_terms_of_a_link_are_read_back_by_its_owner()
    {
        var link = await host.NewLink(new
        {
            name = "Loja",
            number = Scene.Phone,
            locale = "es",
            methods = new[] { "code" },
            numberPolicy = "allow",
            redirectState = "s",
            failureRedirectUrl = "https://app.example.com/failed",
            linkToApiKey = "false",
            sendViaWhatsApp = "false",
        });

        var own = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        own.Text("locale").Should().Be("es");
        own.Text("numberPolicy").Should().Be("allow");
        own.Text("failureRedirectUrl").Should().Be("https://app.example.com/failed");
        own.GetProperty("methods").EnumerateArray().Single().GetString().Should().Be("code");
    }

    [Theory]
    [InlineData("branding")]
    [InlineData("brandingOverride")]
    public async Task Branding_of_either_name_is_shown_by_the_page(string member)
    {
        var link = await host.NewLink(
            new Dictionary<string, object>
            {
                ["name"] = "Loja",
                ["number"] = Scene.Phone,
                [member] = new { companyName = "Padaria", hidePilotStatusBranding = "true" }
            });

        var branding = (await host.Info(link.Token())).Expect(200).GetProperty("branding");
        branding.Text("companyName").Should().Be("Padaria");
        branding.GetProperty("hidePilotStatusBranding").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Branding_may_be_empty_and_may_stand_under_both_names_when_they_agree()
    {
        await host.NewLink(new { name = "Loja", number = Scene.Phone, branding = new { } });
        await host.NewLink(new
        {
            name = "Loja",
            number = Scene.Phone,
            branding = new { subtitle = "x" },
            brandingOverride = new { subtitle = "x" }
        });
    }

    [Theory]
    [InlineData("""{"provider":"META"}""", "embedded")]
    [InlineData("""{"metaFlow":"embedded"}""", "embedded")]
    [InlineData("""{"metaFlow":"credentials"}""", "credentials")]
    [InlineData("""{"provider":"META","metaFlow":"credentials","name":7,"number":[]}""", "credentials")]
    public async Task A_Meta_link_has_no_number_yet(string body, string flow)
    {
        var link = await host.NewLink(body);

        link.Text("provider").Should().Be("META");
        foreach (var empty in (string[])["instance", "numberId", "maskedNumber"])
            link.GetProperty(empty).ValueKind.Should().Be(JsonValueKind.Null, empty);
        var info = (await host.Info(link.Token())).Expect(200);
        info.Text("metaFlow").Should().Be(flow);
        info.Text("state").Should().Be("CLOSE");
        info.GetProperty("name").ValueKind.Should().Be(JsonValueKind.Null);
        info.GetProperty("maskedNumber").ValueKind.Should().Be(JsonValueKind.Null);
        (await host.Events(link.LinkId(), "link.created")).Should().ContainSingle();
        (await host.Connect(link.Token())).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
    }

    [Fact]
    public async Task A_link_that_cannot_be_sent_is_made_all_the_same()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, sendViaWhatsApp = true });

        link.GetProperty("messageSent").GetBoolean().Should().BeFalse();
        link.Text("messageErrorCode").Should().Be("TEMPLATE_NOT_FOUND");
        link.Text("messageError").Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_Meta_link_has_no_recipient()
    {
        var link = await host.NewLink(new { provider = "META", sendViaWhatsApp = true });

        link.Text("messageErrorCode").Should().Be("NO_RECIPIENT");
    }

    [Fact]
    public async Task Of_members_sent_twice_the_last_wins_and_unknown_ones_are_ignored()
    {
        var link = await host.NewLink(
            """{"name":"first","name":"last","number":"x","number":"+5511999999999","colour":"blue","instance":{"id":1}}""");

        link.GetProperty("instance").Text("name").Should().Be("last");
    }

    [Fact]
    public async Task A_live_tenant_makes_links_with_a_key_of_the_original_shape()
    {
        var live = await host.NewTenant(TenantMode.Live);
        live.Key.Raw.Value.Should().StartWith("ps_").And.NotStartWith("ps_test_");

        await host.NewLink(key: live.Key.Raw.Value);
    }
}
