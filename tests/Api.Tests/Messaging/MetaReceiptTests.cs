using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Meta;
using PilotPairing.Application.Meta;
using PilotPairing.FakeGraph;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>
/// What Meta reports of a message afterwards: late, twice, in the wrong order, too early, and of messages that are not ours.
/// </summary>
public sealed class MetaReceiptTests(MetaHost host) : IClassFixture<MetaHost>
{
    [Theory]
    [InlineData("sent delivered read", "read", 1, 0)]
    [InlineData("read delivered sent", "read", 1, 0)]
    [InlineData("delivered delivered sent delivered", "delivered", 1, 0)]
    [InlineData("read", "read", 1, 0)]
    [InlineData("sent", "sent", 0, 0)]
    [InlineData("failed failed sent", "failed", 0, 1)]
    [InlineData("failed delivered failed", "delivered", 1, 1)]
    [InlineData("delivered failed read", "read", 1, 0)]
    [InlineData("warning deleted", "sent", 0, 0)]
    public async Task A_message_only_advances_however_often_and_in_whatever_order_it_is_reported(
        string reports, string status, int delivered, int failed)
    {
        var shop = await MetaShop.Open(host);
        var (link, message) = await Sent(shop);

        foreach (var report in reports.Split(' '))
            (await Post(message.Report(report, report == "failed" ? 131026 : null))).Status.Should().Be(200);

        var delivery = await shop.Delivery(link);
        (delivery.Text("status"), delivery.GetProperty("code").GetString()).Should()
            .Be((status, status == "failed" ? "RECIPIENT_NOT_ON_WHATSAPP" : null));
        (await host.Api.Events(link.LinkId(), "link.message_delivered")).Should().HaveCount(delivered);
        (await host.Api.Events(link.LinkId(), "link.message_failed")).Should().HaveCount(failed);
    }

    [Fact]
    public async Task The_events_name_the_message_and_why_it_failed()
    {
        var shop = await MetaShop.Open(host);
        var (link, message) = await Sent(shop);

        await Post(message.Report("failed", 131049));
        await Post(message.Report("delivered"));

        var id = (await shop.Delivery(link)).Text("id");
        var failed = (await host.Api.Events(link.LinkId(), "link.message_failed")).Single();
        (failed.Text("messageId"), failed.Text("reason"), failed.Text("status"), failed.Text("phase")).Should()
            .Be((id, "SENDER_LIMITED", "active", "ready"));
        var delivered = (await host.Api.Events(link.LinkId(), "link.message_delivered")).Single();
        (delivered.Text("messageId"), delivered.Has("reason")).Should().Be((id, false));
    }

    [Fact]
    public async Task A_failed_delivery_names_its_reason_without_the_recipient()
    {
        var shop = await MetaShop.Open(host);
        var (link, message) = await Sent(shop);

        await Post(message.Report("failed", 131026));

        var error = (await shop.Delivery(link)).Text("error");
        error.Should().Contain("131026").And.Contain("undeliverable").And.NotContain(message.Recipient);
    }

    [Fact]
    public async Task A_report_resolves_an_outcome_that_nobody_knew()
    {
        var shop = await MetaShop.Open(host);
        FakeMessage? taken = null;
        shop.Graph.Instead = Faults.On($"{shop.Number.Id}/messages", async context =>
        {
            // Graph takes the message, and its answer is lost.
            var body = (System.Text.Json.Nodes.JsonObject)(await System.Text.Json.Nodes.JsonNode.ParseAsync(context.Request.Body))!;
            taken = new("wamid.lost" + shop.Number.Id, shop.Number.Id, body["to"]!.GetValue<string>(), body);
            context.Abort();
            return true;
        });
        JsonElement link;
        try
        {
            link = await shop.Link(Shop.Recipient());
            link.ShouldNotBeSent("OUTCOME_UNKNOWN");
        }
        finally
        {
            shop.Graph.AnswerAsUsual();
        }

        await Post(taken!.Report("sent"));
        var sent = await shop.Delivery(link);
        (sent.Text("status"), sent.GetProperty("code").GetString()).Should().Be(("sent", null));
        await Post(taken.Report("delivered", returnsData: false));
        (await shop.Delivery(link)).Text("status").Should().Be("delivered", "its id at Meta is known since");
    }

    [Theory]
    [InlineData("delivered", "delivered")]
    [InlineData("failed", "failed")]
    public async Task A_report_that_arrives_before_Graph_s_answer_counts_and_the_answer_changes_nothing(string report, string status)
    {
        var shop = await MetaShop.Open(host);
        shop.Graph.Instead = Faults.On($"{shop.Number.Id}/messages", async context =>
        {
            var body = (System.Text.Json.Nodes.JsonObject)(await System.Text.Json.Nodes.JsonNode.ParseAsync(context.Request.Body))!;
            var message = new FakeMessage("wamid.early" + shop.Number.Id, shop.Number.Id, body["to"]!.GetValue<string>(), body);
            (await Post(message.Report(report, report == "failed" ? 131026 : null))).Status.Should().Be(200);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"messages":[{"id":"{{message.Id}}"}]}""");
            return true;
        });
        try
        {
            var link = await shop.Link(Shop.Recipient());

            await Scene.Eventually(async () => (await shop.Delivery(link)).Text("status") == status);
            link.GetProperty("messageSent").GetBoolean().Should().Be(status == "delivered");
            (await host.Query<long>("select count(*) from outbox where kind = 'send' and tenant_id = @id", shop.Tenant.Tenant.Id.Value))
                .Should().Be(0);
        }
        finally
        {
            shop.Graph.AnswerAsUsual();
        }
    }

    [Fact]
    public async Task What_is_not_signed_or_about_no_message_of_ours_changes_nothing()
    {
        var shop = await MetaShop.Open(host);
        var other = await MetaShop.Open(host);
        var (link, message) = await Sent(shop);

        var body = message.Report("read");
        (await Post(body, host.Graph.Sign(body + " "))).ShouldBeRefused(401, "INVALID_SIGNATURE");
        // Another business may put our id into a message of its own.
        foreach (var foreign in new[] { message with { Number = other.Number.Id },
            message with { Number = other.Number.Id, Id = "wamid.theirs" },
            message with { Id = "wamid.of their own" } })
            (await Post(foreign.Report("read", returnsData: foreign.Id != "wamid.of their own"))).Status.Should().Be(200);

        (await shop.Delivery(link)).Text("status").Should().Be("sent");
        (await Post(body)).Status.Should().Be(200);
        (await shop.Delivery(link)).Text("status").Should().Be("read");
    }

    [Fact]
    public async Task Late_reports_reach_a_link_that_is_over_and_none_a_deleted_one()
    {
        var shop = await MetaShop.Open(host);
        var (link, message) = await Sent(shop);
        (await host.Api.Post($"/v1/links/{link.LinkId()}/revoke", null, shop.Key)).Expect(200);

        await Post(message.Report("delivered", at: TimeProvider.System.GetUtcNow().AddDays(-7)));

        var delivery = await shop.Delivery(link);
        delivery.Text("status").Should().Be("delivered");
        delivery.GetProperty("at").GetDateTimeOffset().Should().BeOnOrAfter(delivery.GetProperty("createdAt").GetDateTimeOffset());
        (await host.Api.Events(link.LinkId(), "link.message_delivered")).Single().Text("status").Should().Be("revoked");

        await host.Api.Execute("delete from message_sends where link_id = @id", new { id = Scene.Uuid(link.LinkId()) });
        (await Post(message.Report("read"))).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"statuses":7}""")]
    [InlineData("""{"metadata":{"phone_number_id":"1"},"statuses":[7,{"id":8,"status":"read"},{"id":"x","status":null},{"id":"\u0000","status":"read"}]}""")]
    [InlineData("""{"metadata":{"phone_number_id":"; drop"},"statuses":[{"id":"x","status":"read","timestamp":"99999999999999999999"}]}""")]
    [InlineData("""{"metadata":{"phone_number_id":"1"},"statuses":[{"id":"x","status":"failed","errors":7,"biz_opaque_callback_data":"\ud800"}]}""")]
    public async Task Whatever_is_reported_is_answered(string value)
    {
        var body = $$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{{{value}}}}]}]}""";

        (await Post(body)).Status.Should().Be(200);
    }

    private static async Task<(JsonElement Link, FakeMessage Message)> Sent(MetaShop shop)
    {
        var recipient = Shop.Recipient();
        var link = await shop.Link(recipient);
        link.ShouldBeSent();
        return (link, shop.Sent(recipient).Single());
    }

    private Task<Answer> Post(string body, string? signature = null) => host.Api.Call(
        "POST", new Uri(host.Api.App.Services.GetRequiredService<IMetaHooks>().OfApp().Url).AbsolutePath, body, "",
        ("X-Hub-Signature-256", signature ?? host.Graph.Sign(body)));
}
