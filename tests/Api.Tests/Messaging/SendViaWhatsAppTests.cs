using System.Text.Json;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>Links that are sent when they are made: every outcome, and what the link reports of it afterwards.</summary>
public sealed class SendViaWhatsAppTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_sent_link_contains_what_its_template_names_and_reports_the_send()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();

        var link = await shop.Link(number);

        link.ShouldBeSent();
        (await shop.Received(number)).Should().ContainSingle().Which.Should().Be($"Atendimento, Loja: {host.Http.BaseAddress}connect/rp_…");
        var delivery = (await shop.Delivery(link)).Should().ContainSingle().Subject;
        delivery.Text("id").Should().StartWith("snd_");
        (delivery.Text("status"), delivery.Text("template"), delivery.Text("language"), delivery.Text("senderNumberId")).Should()
            .Be(("sent", Shop.Template, "pt-BR", shop.Sender));
        delivery.GetProperty("code").ValueKind.Should().Be(JsonValueKind.Null);
        delivery.GetProperty("at").GetDateTimeOffset().Should().BeOnOrAfter(delivery.GetProperty("createdAt").GetDateTimeOffset());
        (await host.Get("/v1/links", shop.Key)).Expect(200).EnumerateArray().Single(listed => listed.Text("id") == link.LinkId())
            .GetProperty("delivery").GetRawText().Should().Be($"[{delivery.GetRawText()}]");
    }

    [Fact]
    public async Task The_secret_of_a_sent_link_stands_in_no_table()
    {
        var shop = await Shop.Open(host);
        var link = await shop.Link(Shop.Recipient());
        link.ShouldBeSent();

        foreach (var table in (string[])["message_sends", "outbox", "simulator_messages", "events", "pairing_links", "templates"])
            (await host.Query<long>($"select count(*) from {table} row where position(@secret in row::text) > 0",
                new { secret = link.Token()[3..] })).Should().Be(0, table);
    }

    [Fact]
    public async Task Without_a_template_nothing_is_sent()
    {
        var shop = await Shop.Open(host, body: null);

        var link = await shop.Link(Shop.Recipient());

        link.ShouldNotBeSent("TEMPLATE_NOT_FOUND");
        var delivery = (await shop.Delivery(link)).Should().ContainSingle().Subject;
        (delivery.Text("status"), delivery.Text("code"), delivery.Text("error")).Should()
            .Be(("failed", "TEMPLATE_NOT_FOUND", link.Text("messageError")));
        delivery.GetProperty("template").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_Meta_link_has_no_recipient()
    {
        var shop = await Shop.Open(host);

        var link = await host.NewLink(new { provider = "META", sendViaWhatsApp = true }, shop.Key);

        link.ShouldNotBeSent("NO_RECIPIENT");
        (await shop.Delivery(link)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("logout", "SENDER_NOT_CONNECTED")]
    [InlineData("gateway_down", "GATEWAY_ERROR")]
    public async Task A_sender_that_cannot_send_is_reported(string happened, string code)
    {
        var shop = await Shop.Open(host);
        (await host.Simulate(shop.Sender, happened, key: shop.Key)).Expect(200);
        var number = Shop.Recipient();

        var link = await shop.Link(number);
        link.ShouldNotBeSent(code);
        link.Text("messageError").Should().NotContainAny("continue", "trying", "again", "pairing");
        (await shop.Received(number)).Should().BeEmpty();
        (await shop.Delivery(link)).Should().ContainSingle().Which.Text("status").Should().Be("failed");
    }

    [Fact]
    public async Task A_sender_that_was_removed_is_none()
    {
        var shop = await Shop.Open(host);
        (await host.Call("DELETE", $"/v1/numbers/{shop.Sender}", null, shop.Key)).Expect(200);

        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("SENDER_NOT_CONFIGURED");
    }

    [Theory]
    [InlineData("OTP", "TEMPLATE_REJECTED")]
    [InlineData("UTILITY", "SENDER_NOT_CONFIGURED")]
    [InlineData("MARKETING", "SENDER_NOT_CONFIGURED")]
    public async Task Meta_sends_no_URL_in_an_authentication_template_and_nothing_without_an_app(string category, string code)
    {
        var shop = await Shop.Open(host, body: null);
        var meta = (await host.NewLink(key: shop.Key)).NumberId();
        await host.Execute("update numbers set provider = 'Meta' where id = @id", new { id = Scene.Uuid(meta) });
        (await host.Post(
            "/v1/templates",
            new
            {
                name = Shop.Template,
                category,
                language = "pt_BR",
                body = "x",
                sender = new { meta = new { numberId = meta, templateName = "x", language = "pt_BR" } }
            }, shop.Key)).Expect(201);

        (await shop.Link(Shop.Recipient())).ShouldNotBeSent(code);
    }

    [Fact]
    public async Task A_recipient_not_on_WhatsApp_is_reported_and_may_be_retried()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient("0000");
        var link = await shop.Link(number);

        link.ShouldNotBeSent("RECIPIENT_NOT_ON_WHATSAPP");
        for (var i = 0; i < 3; i++)
            (await shop.Send(link)).Expect(200).ShouldNotBeSent("RECIPIENT_NOT_ON_WHATSAPP");
        (await shop.Delivery(link)).Should().HaveCount(4).And.OnlyContain(delivery => delivery.Text("status") == "failed");
    }

    [Fact]
    public async Task An_unknown_outcome_is_reported_and_not_retried()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient("0001");

        var link = await shop.Link(number);

        link.ShouldNotBeSent("OUTCOME_UNKNOWN");
        var delivery = (await shop.Delivery(link)).Should().ContainSingle().Subject;
        (delivery.Text("status"), delivery.Text("code")).Should().Be(("unknown", "OUTCOME_UNKNOWN"));
        (await shop.Received(number)).Should().ContainSingle();
        (await host.Query<long>("select count(*) from outbox where kind = 'send' and tenant_id = @tenant",
            new { tenant = shop.Tenant.Tenant.Id.Value })).Should().Be(0);
    }

    [Fact]
    public async Task A_link_s_language_is_the_template_s()
    {
        var shop = await Shop.Open(host, "pt {{link}}");
        await shop.AddTemplate("es {{link}}", "es_MX");

        foreach (var (locale, language) in ((string?, string)[])[("es", "es_MX"), ("pt-BR", "pt-BR"), ("en", "pt-BR"), (null, "pt-BR")])
        {
            var link = await shop.Link(Shop.Recipient(), locale);
            link.ShouldBeSent();
            (await shop.Delivery(link)).Single().Text("language").Should().Be(language, locale);
        }
    }

    [Fact]
    public async Task A_number_key_sends_with_its_own_number_s_templates_only()
    {
        var shop = await Shop.Open(host);
        var number = await shop.Connected();
        var key = (await host.Post("/v1/api-keys", new { whatsappNumberId = number }, shop.Key)).Expect(201).Text("key");

        var body = new { name = "Loja", number = Shop.Recipient(), sendViaWhatsApp = true, linkToApiKey = false };
        (await host.NewLink(body, key)).ShouldNotBeSent("TEMPLATE_NOT_FOUND");

        await shop.AddTemplate(language: "en", key: key, sender: number);
        (await host.NewLink(body, key)).ShouldBeSent();
    }

    [Fact]
    public async Task The_same_request_under_one_key_sends_once()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var body = new { name = "Loja", number, sendViaWhatsApp = true };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => host.Call("POST", "/v1/numbers/remote-pairing", body, shop.Key, ("Idempotency-Key", "send"))));

        answers.Select(answer => answer.Text).Distinct().Should().ContainSingle();
        answers[0].Expect(201).ShouldBeSent();
        (await shop.Received(number)).Should().ContainSingle();
    }

    [Fact]
    public async Task The_simulated_phone_shows_what_it_was_sent_and_no_secret()
    {
        var shop = await Shop.Open(host, "Abra {{link}}");
        var stranger = await Shop.Open(host, "From a stranger {{link}}");
        var number = Shop.Recipient();
        var link = await shop.Link(number);
        (await stranger.Link(number)).ShouldBeSent();
        (await host.Connect(link.Token())).Expect(200);
        var reference = await host.Query<string>("select secret from simulator_sessions where instance_name = @name",
            new { name = link.GetProperty("instance").Text("instanceName") });

        var page = await host.Get($"/simulator/phone/{reference}.0", key: "");

        page.Status.Should().Be(200);
        page.Text.Should().Contain("Abra ").And.Contain("connect/rp_…").And.NotContain("stranger").And.NotContain(link.Token());
    }
}
