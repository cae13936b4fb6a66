using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Meta;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>
/// Templates at Meta: named, made, synced and refreshed, and the doctor's check of who sends them. Sending is tested by a neighbour.
/// </summary>
public sealed class MetaTemplateTests(MetaHost host) : IClassFixture<MetaHost>
{
    private const string Body = "Olá! Conecte {{name}} de {{company}} pelo botão.";

    [Fact]
    public async Task A_named_template_is_what_Graph_reports_of_it()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        for (var i = 0; i < 120; i++)
            shop.Account.NewTemplate($"{MetaShop.AtMeta}_{i}", "pt_BR", "Outro.", null);
        shop.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", "Olá.", shop.Page).Status = "PENDING";

        var made = (await shop.Add("texto")).Expect(201);

        (made.Text("metaStatus"), made.GetProperty("sendable").GetBoolean()).Should().Be(("PENDING", false));
        made.Text("problem").Should().Contain("PENDING");
        shop.Graph.Calls.Count(call => call == $"GET {shop.Account.Id}/message_templates").Should().Be(2, "it stands on the second page");
        (await shop.Template()).GetRawText().Should().Be(made.GetRawText());
    }

    [Theory]
    [InlineData("Olá.", null, "texto", null, "sender.meta.templateName", "/connect/{{1}}")]
    [InlineData("Olá.", "https://elsewhere.example.com/connect/{{1}}", "texto", null, "sender.meta.templateName", "/connect/{{1}}")]
    [InlineData("Olá {{1}}.", "page", "texto", null, "body", "1 variables")]
    [InlineData("Olá.", "page", "texto", 1, "sender.meta.urlButton", "/connect/{{1}}")]
    public async Task A_template_that_cannot_carry_a_link_is_refused_and_says_what_is_needed(
        string atMeta, string? url, string body, int? button, string field, string needed)
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        shop.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", atMeta, url == "page" ? shop.Page : url);

        var refused = await shop.Add(body, urlButton: button);

        refused.ShouldNameFields(field);
        refused.Json.GetProperty("details").GetProperty("fields").Text(field).Should().Contain(needed);
        (await host.Api.Get("/v1/templates", shop.Key)).Expect(200).GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task An_authentication_template_at_Meta_is_refused_with_the_reason()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        shop.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", "{{1}} é seu código.", shop.Page).Category = "AUTHENTICATION";

        (await shop.Add("texto")).ShouldNameFields("sender.meta.templateName");
    }

    [Fact]
    public async Task One_that_Meta_does_not_have_or_could_not_be_asked_about_is_kept_until_it_answers()
    {
        var (none, away) = (await MetaShop.Open(host, hasTemplate: false), await MetaShop.Open(host, hasTemplate: false));
        (await none.Add("texto")).Expect(201).Text("metaStatus").Should().Be("NOT_FOUND");
        host.Graph.Instead = Faults.On("message_templates", Faults.Html(503));
        var kept = (await away.Add("texto")).Expect(201);
        host.Graph.AnswerAsUsual();
        kept.GetProperty("metaStatus").ValueKind.Should().Be(JsonValueKind.Null);
        kept.GetProperty("sendable").GetBoolean().Should().BeFalse();

        away.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", "Olá.", away.Page);
        var synced = (await Sync(away, kept.Text("id"))).Expect(200);

        (synced.Text("metaStatus"), synced.GetProperty("sendable").GetBoolean()).Should().Be(("APPROVED", true));
        synced.GetProperty("problem").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_sync_that_Meta_does_not_answer_or_refuses_changes_nothing()
    {
        var shop = await MetaShop.Open(host);
        var id = (await shop.Template()).Text("id");
        host.Graph.Instead = Faults.On("message_templates", Faults.Html(503));
        (await Sync(shop, id)).ShouldBeRefused(503, "META_UNREACHABLE");
        host.Graph.AnswerAsUsual();
        shop.Token.IsRevoked = true;
        var refused = await Sync(shop, id);
        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").GetProperty("code").GetInt32().Should().Be(190);

        (await shop.Template()).Text("metaStatus").Should().Be("APPROVED");
    }

    [Fact]
    public async Task Only_an_own_template_is_synced_and_a_text_is_as_it_is()
    {
        var (shop, other) = (await MetaShop.Open(host), await MetaShop.Open(host));
        var id = (await shop.Template()).Text("id");
        foreach (var unknown in (string[])["tpl_00000000000000000000000000", "x", id.Replace("tpl_", "num_", StringComparison.Ordinal)])
            (await Sync(shop, unknown)).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await Sync(other, id)).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await host.Api.Post($"/v1/templates/{id}/sync", null, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Api.Call("DELETE", $"/v1/numbers/{shop.Sender}", null, shop.Key)).Expect(200);
        (await Sync(shop, id)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");

        var text = await Shop.Open(host.Api);
        var listed = (await host.Api.Get("/v1/templates", text.Key)).Expect(200).EnumerateArray().Single();
        (await host.Api.Post($"/v1/templates/{listed.Text("id")}/sync", null, text.Key)).Expect(200).GetRawText().Should()
            .Be(listed.GetRawText());
    }

    [Fact]
    public async Task A_template_is_made_at_Meta_reviewed_there_and_then_sends()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);

        var made = (await Make(shop)).Expect(201);

        (made.Text("name"), made.Text("category"), made.Text("metaStatus"), made.GetProperty("sendable").GetBoolean()).Should()
            .Be((Shop.Template, "UTILITY", "PENDING", false));
        var template = shop.Account.Templates.Should().ContainSingle().Subject;
        (template.Name, template.Language, template.Category, template.ParameterFormat).Should()
            .Be((Shop.Template, "pt_BR", "UTILITY", "NAMED"));
        template.Components[0]!["text"]!.GetValue<string>().Should().Be(Body);
        template.Components[1]!["buttons"]![0]!["url"]!.GetValue<string>().Should().Be(shop.Page);
        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("TEMPLATE_REJECTED");
        shop.Calls.Should().Be(0);

        template.Status = "APPROVED";
        (await Sync(shop, made.Text("id"))).Expect(200).GetProperty("sendable").GetBoolean().Should().BeTrue();
        var recipient = Shop.Recipient();
        (await shop.Link(recipient)).ShouldBeSent();
        shop.Sent(recipient).Single().Values("body").Should().Equal("Loja", "Atendimento");
    }

    [Fact]
    public async Task What_Meta_has_already_is_taken_as_it_is_and_what_we_have_is_refused()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        shop.Account.NewTemplate(Shop.Template, "pt_BR", "Antes: {{name}}.", shop.Page, "NAMED");

        (await Make(shop)).Expect(201).Text("metaStatus").Should().Be("APPROVED");
        var before = shop.Graph.Calls.Count;
        (await Make(shop)).ShouldBeRefused(409, "TEMPLATE_EXISTS");
        shop.Graph.Calls.Count.Should().Be(before);
    }

    [Fact]
    public async Task The_same_request_under_one_key_makes_one()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        var body = new { numberId = shop.Sender, language = "pt-BR", body = Body };

        var first = await host.Api.Call("POST", "/v1/templates/meta", body, shop.Key, ("Idempotency-Key", "meta"));
        var again = await host.Api.Call("POST", "/v1/templates/meta", body, shop.Key, ("Idempotency-Key", "meta"));

        again.Expect(201).GetRawText().Should().Be(first.Text);
        shop.Account.Templates.Should().ContainSingle();
    }

    [Fact]
    public async Task What_Meta_refuses_or_does_not_answer_is_not_kept()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        host.Graph.Instead = Faults.On("message_templates", Faults.Html(503));
        (await Make(shop)).ShouldBeRefused(503, "META_UNREACHABLE");
        host.Graph.AnswerAsUsual();
        shop.Token.Scopes = ["whatsapp_business_messaging"];
        (await Make(shop)).ShouldBeRefused(422, "META_REJECTED");

        (await host.Api.Get("/v1/templates", shop.Key)).Expect(200).GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("{}", "body", "language", "numberId")]
    [InlineData("""{"numberId":7,"language":"português","body":"Olá {{nome}}."}""", "body", "language", "numberId")]
    [InlineData("""{"numberId":"num_1","language":"pt","body":"Abra {{link}} agora."}""", "body")]
    [InlineData("""{"numberId":"num_1","language":"pt","body":"{{name}}, olá."}""", "body")]
    [InlineData("""{"numberId":"num_1","language":"pt","body":"Olá, {{name}}"}""", "body")]
    public async Task Every_wrong_field_of_a_template_for_Meta_is_named(string body, params string[] fields) =>
        (await host.Api.Post("/v1/templates/meta", body, host.Key)).ShouldNameFields(fields);

    [Fact]
    public async Task A_template_for_Meta_needs_an_own_Meta_number()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        var paired = (await host.NewLink(new { name = "Loja", number = Shop.Recipient() })).NumberId();

        (await Make(shop, paired, host.Key)).ShouldNameFields("numberId");
        (await Make(shop, shop.Sender, host.Key)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await Make(shop, "nonsense")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Api.Post("/v1/templates/meta", "{", shop.Key)).ShouldBeRefused(400, "INVALID_JSON");
        (await host.Api.Post("/v1/templates/meta", null, "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_change_that_Meta_reports_is_asked_for_at_once_and_otherwise_every_hour()
    {
        var shop = await MetaShop.Open(host);
        shop.Account.Templates.Single().Status = "PAUSED";
        await host.Api.Send(new RefreshTemplates());
        (await shop.Template()).Text("metaStatus").Should().Be("APPROVED", "its report is fresh");

        var change = """{"field":"message_template_status_update","value":{"event":"PAUSED","message_template_name":"x"}}""";
        var body = $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{shop.Account.Id}}}","changes":[{{{change}}}]}]}""";
        (await host.Api.Call("POST", new Uri(host.Api.App.Services.GetRequiredService<IMetaHooks>().OfApp().Url).AbsolutePath, body, "",
            ("X-Hub-Signature-256", host.Graph.Sign(body)))).Status.Should().Be(200);
        await host.Api.Send(new RefreshTemplates());
        (await shop.Template()).Text("metaStatus").Should().Be("PAUSED");

        shop.Account.Templates.Single().Status = "APPROVED";
        await host.Api.Execute(
            "update templates set meta_due_at = now() where tenant_id = @tenant and meta_due_at < now() + interval '6 minutes'",
            new { tenant = shop.Tenant.Tenant.Id.Value });
        await host.Api.Send(new RefreshTemplates());
        (await shop.Template()).GetProperty("sendable").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_doctor_checks_a_sender_to_its_end_and_sends_nothing()
    {
        var shop = await MetaShop.Open(host);
        (await Check(shop)).Should().Match<Finding>(finding => finding.Verdict == Verdict.Ok && finding.Text.Contains(shop.Sender));

        shop.Number.IsRegistered = false;
        shop.Account.Templates.Single().Status = "PAUSED";
        shop.Account.IsSubscribed = false;
        host.Graph.SubscribedFields = ["account_update"];
        var finding = await Check(shop);
        host.Graph.SubscribedFields = ["messages"];
        finding.Verdict.Should().Be(Verdict.Warning);
        finding.Text.Should().Contain("not registered").And.Contain("PAUSED").And.Contain("this server's app")
            .And.Contain("subscribed to messages");
        finding.Advice.Should().Contain("sending.md");

        shop.Token.IsRevoked = true;
        (await Check(shop)).Text.Should().Contain("190");
        shop.Calls.Should().Be(0);
    }

    private Task<Answer> Make(MetaShop shop, string? number = null, string? key = null) => host.Api.Post(
        "/v1/templates/meta", new { numberId = number ?? shop.Sender, language = "pt-BR", body = Body }, key ?? shop.Key);

    private Task<Answer> Sync(MetaShop shop, string id) => host.Api.Post($"/v1/templates/{id}/sync", null, shop.Key);

    private async Task<Finding> Check(MetaShop shop)
    {
        var address = host.Api.Http.BaseAddress!.ToString().TrimEnd('/');
        var findings = (await host.Api.Send(new Diagnose(address, true, [address], null))).Value;
        return findings.Single(finding => finding.Check == "sender" && finding.Text.Contains(shop.Sender, StringComparison.Ordinal));
    }
}
