using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>Requests that stop waiting, and messages whose sender died on the way.</summary>
public sealed class LateMessageTests : IAsyncLifetime
{
    private readonly ApiHost _host = new() { Settings = { ["Sending:AnswerWithin"] = "00:00:00.2" } };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_slow_gateway_costs_the_request_its_answer_and_not_the_message()
    {
        var shop = await Shop.Open(_host);
        var number = Shop.Recipient("0002");

        var link = await shop.Link(number);

        link.ShouldNotBeSent("PENDING");
        (await shop.Delivery(link)).Single().Text("status").Should().BeOneOf("pending", "sending");
        await Scene.Eventually(async () => (await shop.Delivery(link)).Single().Text("status") == "sent");
        (await shop.Delivery(link)).Single().GetProperty("code").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        (await shop.Received(number)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_message_that_a_dead_worker_had_begun_is_unknown_and_one_it_had_not_is_sent()
    {
        var shop = await Shop.Open(_host);
        var (begun, taken) = (Shop.Recipient(), Shop.Recipient());
        var links = new[] { await shop.Link(begun), await shop.Link(taken) };
        foreach (var (link, status) in links.Zip(["Sending", "Pending"]))
        {
            await Scene.Eventually(async () => (await shop.Delivery(link)).Single().Text("status") == "sent");
            await _host.Execute(
                """
                with again as (
                    update message_sends set status = @status, settled_at = null, begun_at = case when @status = 'Sending' then now() end where link_id = @link returning id, tenant_id)
                insert into outbox (id, kind, tenant_id, run_at, lease_id, lease_until, attempt)
                select id, 'send', tenant_id, now() - interval '10 seconds', gen_random_uuid(), now() - interval '1 second', 1 from again
                """,
                new { status, link = Scene.Uuid(link.LinkId()) });
        }

        await _host.DispatchPending();
        await Scene.Eventually(async () =>
            (await shop.Delivery(links[0])).Single().Text("status") == "unknown"
                && (await shop.Delivery(links[1])).Single().Text("status") == "sent");
        (await shop.Delivery(links[0])).Single().Text("code").Should().Be("OUTCOME_UNKNOWN");
        (await shop.Received(begun)).Should().ContainSingle("it was not sent again");
        (await shop.Received(taken)).Should().HaveCount(2, "it was put back before it began");
    }

    [Fact]
    public async Task Only_the_job_that_began_a_message_resolves_an_unknown_outcome()
    {
        var shop = await Shop.Open(_host);
        var link = await shop.Link(Shop.Recipient("0001"));
        await Scene.Eventually(async () => (await shop.Delivery(link)).Single().Text("status") == "unknown");
        var id = new SendId(await _host.Query<Guid>("select id from message_sends where link_id = @link",
            new { link = Scene.Uuid(link.LinkId()) }));

        await Complete(id, SendStatus.Pending, SendStatus.Failed);
        (await shop.Delivery(link)).Single().Text("status").Should().Be("unknown");
        await Complete(id, SendStatus.Sending, SendStatus.Sent);
        (await shop.Delivery(link)).Single().Text("status").Should().Be("sent");
        await Complete(id, SendStatus.Sending, SendStatus.Unknown);
        (await shop.Delivery(link)).Single().Text("status").Should().Be("sent");
    }

    private async Task Complete(SendId id, SendStatus seen, SendStatus ending)
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(default);
        await work.Sends.Complete(id, seen, ending, null, null, TimeProvider.System.GetUtcNow());
        await work.Commit(default);
    }
}
