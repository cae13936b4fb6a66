using PilotPairing.Api.Tests.Meta;
using PilotPairing.Application.Messaging;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>
/// Links that a Meta number sends: what Graph gets, and what its answers mean. What it reports later is tested by a neighbour.
/// </summary>
public sealed class MetaSenderTests(MetaHost host) : IClassFixture<MetaHost>
{
    [Fact]
    public async Task A_link_goes_out_as_the_template_with_its_token_in_the_button()
    {
        var shop = await MetaShop.Open(host);
        var recipient = Shop.Recipient();

        var link = await shop.Link(recipient);

        link.ShouldBeSent();
        var message = shop.Sent(recipient).Should().ContainSingle().Subject;
        (message.Number, message.Template, message.Language).Should().Be((shop.Number.Id, MetaShop.AtMeta, "pt_BR"));
        message.Values("body").Should().Equal("Atendimento", "Loja");
        message.Values("button").Should().Equal(link.Token());
        var delivery = await shop.Delivery(link);
        (delivery.Text("status"), delivery.Text("template"), delivery.Text("language"), delivery.Text("senderNumberId")).Should()
            .Be(("sent", Shop.Template, "pt-BR", shop.Sender));
        await host.Api.ShouldKeepNowhere(link.Token());
    }

    [Fact]
    public async Task The_whole_link_goes_where_a_template_has_a_variable_for_it()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        shop.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", "Conecte {{name}}: {{link}} .", null, "NAMED");
        (await shop.Add("texto")).Expect(201).GetProperty("sendable").GetBoolean().Should().BeTrue();
        var recipient = Shop.Recipient();

        var link = await shop.Link(recipient);

        link.ShouldBeSent();
        shop.Sent(recipient).Single().Values("body").Should().Equal("Loja", link.Text("remotePairingUrl"));
    }

    /// <summary>Graph's error, what the caller and the link report, and the words that name the cause.</summary>
    public static TheoryData<int, string, string> Outcomes => new()
    {
        { 131026, "failed", "RECIPIENT_NOT_ON_WHATSAPP" },
        { 131030, "failed", "RECIPIENT_NOT_ON_WHATSAPP" },
        { 132005, "failed", "TEMPLATE_REJECTED" },
        { 132007, "failed", "TEMPLATE_REJECTED" },
        { 132015, "failed", "TEMPLATE_REJECTED" },
        { 132016, "failed", "TEMPLATE_REJECTED" },
        { 4, "failed", "SENDER_LIMITED" },
        { 80007, "failed", "SENDER_LIMITED" },
        { 130429, "failed", "SENDER_LIMITED" },
        { 131048, "failed", "SENDER_LIMITED" },
        { 131049, "failed", "SENDER_LIMITED" },
        { 131056, "failed", "SENDER_LIMITED" },
        { 190, "failed", "SENDER_NOT_CONNECTED" },
        { 10, "failed", "SENDER_NOT_CONNECTED" },
        { 133010, "failed", "SENDER_NOT_CONNECTED" },
        { 368, "failed", "SENDER_RESTRICTED" },
        { 131031, "failed", "SENDER_RESTRICTED" },
        { 131042, "failed", "SENDER_RESTRICTED" },
        { 100, "failed", "GATEWAY_ERROR" },
        { 1, "unknown", "OUTCOME_UNKNOWN" },
        { 2, "unknown", "OUTCOME_UNKNOWN" },
        { 131000, "unknown", "OUTCOME_UNKNOWN" },
        { 131016, "unknown", "OUTCOME_UNKNOWN" },
    };

    [Fact]
    public async Task Every_outcome_reaches_the_caller_with_its_code()
    {
        var shop = await MetaShop.Open(host);

        await Task.WhenAll(Outcomes.Select(async row =>
        {
            var (error, status, code) = ((int)row[0], (string)row[1], (string)row[2]);
            var link = await shop.Link(Refused(error));

            link.ShouldNotBeSent(code);
            link.Text("messageError").Should().Contain($"error {error}");
            var delivery = await shop.Delivery(link);
            (delivery.Text("status"), delivery.Text("code"), delivery.Text("error")).Should().Be((status, code, link.Text("messageError")));
            (await host.Api.Events(link.LinkId(), "link.message_failed")).Select(happened => happened.Text("reason")).Should()
                .Equal(status == "failed" ? [code] : []);
            (await host.Api.Get($"/v1/links/{link.LinkId()}", shop.Key)).Expect(200).Text("status").Should().Be("active");
        }));

        shop.Calls.Should().Be(Outcomes.Count, "nothing is sent twice");
    }

    [Fact]
    public async Task Every_outcome_of_a_job_that_nobody_waits_for_is_in_the_link_s_delivery()
    {
        var shop = await MetaShop.Open(host);
        var links = Outcomes.Select(row => new { name = "Loja", number = Refused((int)row[0]), sendViaWhatsApp = true }).ToArray();

        var made = (await host.Api.Post("/v1/numbers/remote-pairing/bulk", new { links }, shop.Key)).Expect(200)
            .GetProperty("results").EnumerateArray().Select(result => result.GetProperty("link")).ToList();

        made.Should().OnlyContain(link => link.Text("messageErrorCode") == "PENDING");
        foreach (var (link, row) in made.Zip(Outcomes))
        {
            await Scene.Eventually(async () => (await shop.Delivery(link)).Text("status") == (string)row[1]);
            (await shop.Delivery(link)).Text("code").Should().Be((string)row[2]);
        }

        shop.Calls.Should().Be(Outcomes.Count);
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("cut short")]
    [InlineData("garbage")]
    [InlineData("html 500")]
    [InlineData("no id")]
    public async Task An_answer_that_is_lost_is_unknown_and_the_message_is_never_sent_again(string what)
    {
        var shop = await MetaShop.Open(host);
        shop.Graph.Instead = Faults.On($"{shop.Number.Id}/messages", what switch
        {
            "dead" => Faults.Dead,
            "cut short" => Faults.CutShort,
            "garbage" => Faults.Garbage,
            "no id" => Faults.Text(200, "application/json", """{"messages":[{}]}"""),
            _ => Faults.Html(500),
        });
        try
        {
            var link = await shop.Link(Shop.Recipient());

            link.ShouldNotBeSent("OUTCOME_UNKNOWN");
            await host.Api.DispatchPending();
            (await shop.Delivery(link)).Text("status").Should().Be("unknown");
            shop.Calls.Should().Be(1);
            (await host.Query<long>("select count(*) from outbox where kind = 'send' and tenant_id = @id", shop.Tenant.Tenant.Id.Value))
                .Should().Be(0);
        }
        finally
        {
            shop.Graph.AnswerAsUsual();
        }
    }

    [Fact]
    public async Task A_process_that_dies_during_the_call_sends_once_and_only_it_learns_how_that_ended()
    {
        var shop = await MetaShop.Open(host);
        var recipient = Shop.Recipient();
        var (called, answers) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Graph.Instead = Faults.On($"{shop.Number.Id}/messages", async _ =>
        {
            called.SetResult();
            await answers.Task;
            return false;
        });
        try
        {
            var asked = shop.Link(recipient);
            await called.Task;
            var send = new { tenant = shop.Tenant.Tenant.Id.Value };
            (await host.Api.Query<string>("select status from message_sends where tenant_id = @tenant", send)).Should()
                .Be("Sending", "the start is committed before Graph is called");

            // The lease of a dead process ends; another one finds the message.
            await host.Api.Execute(
                "update outbox set run_at = now() - interval '10 seconds', lease_until = now() where kind = 'send' and tenant_id = @tenant", send);
            await host.Api.Send(new Application.Links.SendPendingMessage(new(
                await host.Api.Query<Guid>("select id from message_sends where tenant_id = @tenant", send))));
            (await host.Api.Query<string>("select status from message_sends where tenant_id = @tenant", send)).Should().Be("Unknown");
            shop.Calls.Should().Be(1);

            answers.SetResult();
            var link = await asked;
            await Scene.Eventually(async () => (await shop.Delivery(link)).Text("status") == "sent");
            shop.Sent(recipient).Should().ContainSingle();
        }
        finally
        {
            shop.Graph.AnswerAsUsual();
        }
    }

    [Theory]
    [InlineData("Pending", "sent", 2)]
    [InlineData("Sending", "unknown", 1)]
    public async Task A_process_that_dies_before_the_call_sends_and_one_that_dies_after_it_does_not(string left, string status, int calls)
    {
        var shop = await MetaShop.Open(host);
        var link = await shop.Link(Shop.Recipient());
        link.ShouldBeSent();
        await host.Api.Execute(
            """
            with again as (
                update message_sends set status = @left, settled_at = null, message_id = null where link_id = @link returning id, tenant_id)
            insert into outbox (id, kind, tenant_id, run_at, lease_id, lease_until, attempt)
            select id, 'send', tenant_id, now() - interval '10 seconds', gen_random_uuid(), now() - interval '1 second', 1 from again
            """,
            new { left, link = Scene.Uuid(link.LinkId()) });

        await host.Api.DispatchPending();

        await Scene.Eventually(async () => (await shop.Delivery(link)).Text("status") == status);
        shop.Calls.Should().Be(calls);
    }

    [Theory]
    [InlineData("PAUSED", "PAUSED")]
    [InlineData("DISABLED", "DISABLED")]
    [InlineData("PENDING", "PENDING")]
    [InlineData("renamed", "NOT_FOUND")]
    [InlineData("deleted", "NOT_FOUND")]
    public async Task A_template_that_changed_at_Meta_since_it_was_reported_is_named_and_reported_again(string change, string metaStatus)
    {
        var shop = await MetaShop.Open(host);
        var template = shop.Account.Templates.Single();
        switch (change)
        {
            case "renamed":
                template.Name += "_2";
                break;
            case "deleted":
                shop.Account.Delete(template);
                break;
            default:
                template.Status = change;
                break;
        }

        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("TEMPLATE_REJECTED");

        await host.Api.Send(new RefreshTemplates());
        var kept = await shop.Template();
        (kept.Text("metaStatus"), kept.GetProperty("sendable").GetBoolean()).Should().Be((metaStatus, false));
        kept.Text("problem").Should().NotBeNullOrEmpty();
        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("TEMPLATE_REJECTED");
        shop.Calls.Should().Be(1, "what is known to fail is not sent");
    }

    [Fact]
    public async Task A_template_whose_variables_changed_since_is_refused_by_Meta_and_then_filled_as_it_is()
    {
        var shop = await MetaShop.Open(host);
        var template = shop.Account.Templates.Single();
        shop.Account.Delete(template);
        shop.Account.NewTemplate(MetaShop.AtMeta, "pt_BR", "Olá, {{name}}!", shop.Page, "NAMED");
        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("TEMPLATE_REJECTED");

        await host.Api.Send(new RefreshTemplates());

        var recipient = Shop.Recipient();
        (await shop.Link(recipient)).ShouldBeSent();
        shop.Sent(recipient).Single().Values("body").Should().Equal("Loja");
    }

    [Fact]
    public async Task The_language_is_the_link_s_in_the_code_that_Meta_has_else_the_oldest_template_s()
    {
        var shop = await MetaShop.Open(host);
        shop.Account.NewTemplate("in_spanish", "es_MX", "Hola.", shop.Page);
        shop.Account.NewTemplate("in_english", "en_GB", "Hello.", shop.Page).Status = "PAUSED";
        shop.Account.NewTemplate("in_english", "en_US", "Hello.", shop.Page);
        (await shop.Add("texto", "es", name: "in_spanish", metaLanguage: "es")).Expect(201);
        (await shop.Add("texto", "en-US", name: "in_english", metaLanguage: "en")).Expect(201);

        foreach (var (locale, code) in ((string?, string)[])[("pt-BR", "pt_BR"), ("es", "es_MX"), ("en", "en_US"), (null, "pt_BR")])
        {
            var recipient = Shop.Recipient();
            (await shop.Link(recipient, locale)).ShouldBeSent();
            shop.Sent(recipient).Single().Language.Should().Be(code, locale);
        }
    }

    [Fact]
    public async Task Meta_is_asked_nothing_about_an_authentication_template()
    {
        var shop = await MetaShop.Open(host, hasTemplate: false);
        var made = (await shop.Add("texto", category: "OTP")).Expect(201);
        made.GetProperty("sendable").GetBoolean().Should().BeFalse();
        var before = shop.Graph.Calls.Count;

        var link = await shop.Link(Shop.Recipient());

        link.ShouldNotBeSent("TEMPLATE_REJECTED");
        link.Text("messageError").Should().Contain("cannot carry a URL");
        (await host.Api.Post($"/v1/templates/{made.Text("id")}/sync", null, shop.Key)).Expect(200).Text("problem").Should().Contain("URL");
        shop.Graph.Calls.Count.Should().Be(before);
    }

    [Fact]
    public async Task A_sender_that_was_removed_is_not_registered_or_has_a_dead_token_is_named_and_the_link_stays()
    {
        var (removed, unregistered, dead) = (await MetaShop.Open(host), await MetaShop.Open(host), await MetaShop.Open(host));
        (await host.Api.Call("DELETE", $"/v1/numbers/{removed.Sender}", null, removed.Key)).Expect(200);
        unregistered.Number.IsRegistered = false;
        dead.Token.IsRevoked = true;

        foreach (var (shop, code, word) in new[] { (removed, "SENDER_NOT_CONFIGURED", "removed"),
            (unregistered, "SENDER_NOT_CONNECTED", "133010"),
            (dead, "SENDER_NOT_CONNECTED", "190") })
        {
            var link = await shop.Link(Shop.Recipient());
            link.ShouldNotBeSent(code);
            link.Text("messageError").Should().Contain(word);
            (await host.Api.Info(link.Token())).Expect(200);
        }
    }

    [Fact]
    public async Task The_limit_of_a_recipient_holds_for_Meta_numbers_too()
    {
        var shop = await MetaShop.Open(host);
        var recipient = Shop.Recipient();
        for (var i = 0; i < 3; i++)
            (await shop.Link(recipient)).ShouldBeSent();

        (await shop.Link(recipient)).ShouldNotBeSent("SEND_LIMITED");
        shop.Calls.Should().Be(3);
    }

    /// <summary>A recipient to whom Graph refuses a message with this error.</summary>
    private string Refused(int error)
    {
        var recipient = Shop.Recipient();
        host.Graph.Refusals[recipient] = error;
        return recipient;
    }
}
