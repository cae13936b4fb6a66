using PilotPairing.Application.Links;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>Sending a link that is there already, and how many a recipient and a tenant may be sent.</summary>
public sealed class SendLinkTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_link_is_sent_again_with_the_token_it_has()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var link = await shop.Link(number, send: false);
        (await shop.Delivery(link)).Should().BeEmpty();

        (await shop.Send(link)).Expect(200).ShouldBeSent();
        (await shop.Send(link)).Expect(200).ShouldBeSent();

        (await shop.Delivery(link)).Select(delivery => delivery.Text("status")).Should().Equal("sent", "sent");
        (await shop.Received(number)).Should().HaveCount(2);
        (await host.Info(link.Token())).Expect(200);
    }

    [Fact]
    public async Task Only_an_active_link_is_sent()
    {
        var shop = await Shop.Open(host);
        var (revoked, expired, used) =
            (await shop.Link(Shop.Recipient(), send: false), await shop.Link(Shop.Recipient(), send: false),
                await shop.Link(Shop.Recipient(), send: false));
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke", null, shop.Key)).Expect(200);
        await host.Expire(expired);
        (await host.Connect(used.Token())).Expect(200);
        (await host.Simulate(used.NumberId(), "scan", key: shop.Key)).Expect(200);

        foreach (var link in new[] { revoked, expired, used })
        {
            (await shop.Send(link)).ShouldBeRefused(409, "LINK_NOT_ACTIVE");
            (await shop.Delivery(link)).Should().BeEmpty();
        }

        (await shop.Send(await host.NewLink(new { provider = "META" }, shop.Key))).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
    }

    [Fact]
    public async Task A_link_that_lives_again_is_sent_once_it_was_rotated_since_its_secret_is_not_kept()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var link = await shop.Link(number, send: false);
        await host.Expire(link);
        await host.Send(new ExpireLinks());
        (await host.Call("PATCH", $"/v1/links/{link.LinkId()}", new { expiresAt = TimeProvider.System.GetUtcNow().AddHours(2) }, shop.Key))
            .Expect(200).Text("status").Should().Be("active");
        (await host.Info(link.Token())).Expect(200);

        var refused = (await shop.Send(link)).Expect(200);

        refused.GetProperty("messageSent").GetBoolean().Should().BeFalse();
        refused.Text("messageErrorCode").Should().Be("LINK_NOT_ACTIVE");
        refused.Text("messageError").Should().Contain("rotate");
        (await host.Post($"/v1/links/{link.LinkId()}/rotate", null, shop.Key)).Expect(200);
        (await shop.Send(link)).Expect(200).ShouldBeSent();
    }

    [Fact]
    public async Task A_link_of_nobody_or_of_somebody_else_is_not_found()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var link = await shop.Link(number, send: false);
        var other = (await host.Post("/v1/api-keys", new { whatsappNumberId = shop.Sender }, shop.Key)).Expect(201).Text("key");

        foreach (var key in (string[])[host.Tenant.Key.Raw.Value, other])
            (await shop.Send(link, key)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        foreach (var id in (string[])["lnk_00000000000000000000000000", "x", link.NumberId()])
            (await host.Post($"/v1/links/{id}/send", null, shop.Key)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await shop.Send(link, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await shop.Received(number)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_send_under_one_key_is_one()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var path = $"/v1/links/{(await shop.Link(number, send: false)).LinkId()}/send";

        var first = await host.Call("POST", path, null, shop.Key, ("Idempotency-Key", "again"));
        var second = await host.Call("POST", path, null, shop.Key, ("Idempotency-Key", "again"));

        first.Expect(200).ShouldBeSent();
        second.Text.Should().Be(first.Text);
        second.Headers["idempotent-replayed"].Should().Be("true");
        (await shop.Received(number)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_recipient_is_sent_three_within_24_hours_however_the_number_is_written()
    {
        var shop = await Shop.Open(host);
        var number = Shop.Recipient();
        var (link, without) = (await shop.Link(number), await shop.Link(number.Remove(4, 1)));
        without.ShouldBeSent();
        (await shop.Send(link)).Expect(200).ShouldBeSent();

        (await shop.Send(link)).Expect(200).ShouldNotBeSent("SEND_LIMITED");
        (await shop.Link(number)).ShouldNotBeSent("SEND_LIMITED");
        (await shop.Link(Shop.Recipient())).ShouldBeSent();
        (await (await Shop.Open(host)).Link(number)).ShouldBeSent();

        await host.Execute("update message_sends set begun_at = begun_at - interval '24 hours' where link_id = @id",
            new { id = Scene.Uuid(without.LinkId()) });
        (await shop.Send(link)).Expect(200).ShouldBeSent();
        (await shop.Send(link)).Expect(200).ShouldNotBeSent("SEND_LIMITED");
    }

    [Fact]
    public async Task A_message_that_may_have_arrived_counts()
    {
        var shop = await Shop.Open(host);
        var link = await shop.Link(Shop.Recipient("0001"));
        for (var i = 0; i < 2; i++)
            (await shop.Send(link)).Expect(200).ShouldNotBeSent("OUTCOME_UNKNOWN");

        (await shop.Send(link)).Expect(200).ShouldNotBeSent("SEND_LIMITED");
    }

    [Fact]
    public async Task A_tenant_s_own_limit_holds_over_all_recipients()
    {
        var shop = await Shop.Open(host);
        (await host.Call("PATCH", "/v1/settings", new { dailySendLimit = 2 }, shop.Key)).Expect(200);

        (await shop.Link(Shop.Recipient())).ShouldBeSent();
        (await shop.Link(Shop.Recipient("0000"))).ShouldNotBeSent("RECIPIENT_NOT_ON_WHATSAPP");
        (await shop.Link(Shop.Recipient())).ShouldBeSent();
        (await shop.Link(Shop.Recipient())).ShouldNotBeSent("SEND_LIMITED");
    }

    [Fact]
    public async Task Of_many_at_once_over_two_nodes_as_many_arrive_as_may_and_each_once()
    {
        var second = await ApiHost.On(host.Database.ConnectionString);
        try
        {
            var shop = await Shop.Open(host);
            var number = Shop.Recipient();
            var link = await shop.Link(number, send: false);

            var answers = await Task.WhenAll(Enumerable.Range(0, 12)
                .Select(i => (i % 2 == 0 ? host : second).Post($"/v1/links/{link.LinkId()}/send", null, shop.Key)));
            var others = Enumerable.Range(0, 12).Select(_ => Shop.Recipient()).ToList();
            var links = await Task.WhenAll(others.Select((other, i) => (shop with { Host = i % 2 == 0 ? host : second }).Link(other)));

            answers.Count(answer => answer.Expect(200).GetProperty("messageSent").GetBoolean()).Should().Be(3);
            answers.Where(answer => !answer.Json.GetProperty("messageSent").GetBoolean()).Should()
                .OnlyContain(answer => answer.Json.Text("messageErrorCode") == "SEND_LIMITED");
            (await shop.Received(number)).Should().HaveCount(3);
            foreach (var (other, sent) in others.Zip(links))
            {
                sent.ShouldBeSent();
                (await shop.Received(other)).Should().ContainSingle();
            }
        }
        finally
        {
            await second.DisposeAsync();
        }
    }
}
