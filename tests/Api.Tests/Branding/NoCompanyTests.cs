using System.Text.Json;
using PilotPairing.Api.Tests.Messaging;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>What customers read where nobody named a company: neutral words in their language, and no other company's name.</summary>
public sealed class NoCompanyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("en", "<dd>the sender of this link</dd>", "Connect WhatsApp", "Connection by Pilot Status")]
    [InlineData("es", "<dd>quien te envió este enlace</dd>", "Conectar WhatsApp", "Conexión por Pilot Status")]
    [InlineData("pt-BR", "<dd>quem enviou este link para você</dd>", "Conectar WhatsApp", "Conexão por Pilot Status")]
    public async Task A_page_names_none_but_the_product_in_its_own_footer(string language, string asker, string heading, string footer)
    {
        var link = await host.NewLink();

        var page = (await host.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text;

        page.Should().Contain(asker).And.Contain($"<title>{heading}</title>").And.Contain($"""<p class="company">{heading}</p>""")
            .And.Contain($"""<meta property="og:title" content="{heading}">""").And.Contain($"<p>{footer}</p>");
        page.Replace(footer, "", StringComparison.Ordinal).Should().NotContain("Pilot Status");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("pt-BR")]
    public async Task A_receipt_names_none(string language)
    {
        var branding = new { hidePilotStatusBranding = true };
        var (link, _) = await host.OpenNumber(
            new { name = "Loja", number = Scene.Phone, redirectUrl = "https://app.example.com/done", branding });

        (await host.Get($"/connect/{link.Token()}?lang={language}", key: "")).Text.Should().NotContain("Pilot Status");
    }

    [Theory]
    [InlineData(null, null, "Connect WhatsApp", "WhatsApp connection")]
    [InlineData("pt-BR", null, "Conectar WhatsApp", "Conexão WhatsApp")]
    [InlineData("en", null, "Connect WhatsApp", "WhatsApp connection")]
    [InlineData("es", "en", "Conectar WhatsApp", "Conexión de WhatsApp")]
    [InlineData(null, "en-GB,pt;q=0.5", "Connect WhatsApp", "WhatsApp connection")]
    public async Task Resolved_branding_has_words_in_the_language_of_the_page(
        string? locale, string? browser, string company, string subtitle)
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, locale });
        (string, string)[] headers = browser is null ? [] : [("Accept-Language", browser)];

        foreach (var route in new[] { $"/v1/remote-pairing/{link.Token()}", $"/v1/connect/{link.Token()}/branding" })
        {
            var branding = (await host.Call("GET", route, null, "", headers)).Expect(200).GetProperty("branding");
            (branding.Text("companyName"), branding.Text("subtitle")).Should().Be((company, subtitle), route);
        }
    }

    [Theory]
    [InlineData("pt-BR", "Atendimento: Loja")]
    [InlineData("es", "Atención al cliente: Loja")]
    [InlineData("en_US", "Customer service: Loja")]
    public async Task A_message_is_from_nobody_by_name_in_the_language_of_its_template(string language, string text)
    {
        var shop = await Shop.Open(host, body: null);
        await shop.AddTemplate("{{company}}: {{name}} {{link}}", language);
        var number = Shop.Recipient();

        (await shop.Link(number)).ShouldBeSent();

        (await shop.Received(number)).Should().ContainSingle().Which.Should().StartWith(text);
    }

    [Theory]
    [InlineData("Acme Telecom", "Acme Telecom")]
    [InlineData("   ", null)]
    public async Task The_operator_s_company_is_named_where_it_is_set(string setting, string? company)
    {
        var other = await ApiHost.On(host.Database.ConnectionString, settings: ("Branding:DefaultCompanyName", setting));
        try
        {
            var link = await other.NewLink();

            var branding = (await other.Info(link.Token())).Expect(200).GetProperty("branding");
            branding.Text("companyName").Should().Be(company ?? "Connect WhatsApp");
            (await Page(other, link)).Should().Contain($"<dd>{company ?? "the sender of this link"}</dd>")
                .And.Contain($"<p>Connection by {company ?? "Pilot Status"}</p>");
            var hiding = await other.NewLink(
                new { name = "Loja", number = Scene.Phone, branding = new { hidePilotStatusBranding = true } });
            (await Page(other, hiding)).Should().NotContain("Acme").And.Contain("<dd>the sender of this link</dd>");
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    private static async Task<string> Page(ApiHost host, JsonElement link) =>
        (await host.Get($"/connect/{link.Token()}?lang=en", key: "")).Text;
}
