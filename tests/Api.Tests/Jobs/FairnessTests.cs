using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>What one tenant's receivers do to another tenant's deliveries, and what replays do to deliveries.</summary>
public sealed class FairnessTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Silent = 20;

    [Fact]
    public async Task Silent_receivers_of_one_tenant_leave_workers_to_the_others()
    {
        await using var silent = await WebhookSink.Start();
        await using var sink = await WebhookSink.Start();
        silent.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var (one, other) = (await host.NewTenantKey(), await host.NewTenantKey());
        for (var i = 0; i < Silent; i++)
            await host.NewEndpoint(silent.Url, ["link.created"], one);
        await host.NewEndpoint(sink.Url, ["link.created"], other);

        await host.NewLink(key: one);
        for (var i = 0; i < 4; i++)
            await silent.Next();
        await host.NewLink(key: other);

        await sink.Next();
        silent.All.Should().HaveCountLessThanOrEqualTo(4, "a tenant holds a quarter of sixteen workers");
        await host.Execute("delete from webhook_endpoints where url = @Url", new { silent.Url });
    }

    [Fact]
    public async Task Replays_beside_deliveries_do_not_deadlock()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var endpoint = await host.NewEndpoint(sink.Url, ["*"], key);
        for (var i = 0; i < 15; i++)
            await host.NewLink(key: key);
        var since = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var own = new List<Answer>();
            for (var i = 0; i < 15; i++)
                own.Add(await host.Post($"/v1/webhooks/{endpoint}/replay", new { since }, key));
            return own;
        }));

        answers.SelectMany(own => own).Should().AllSatisfy(answer => answer.Expect(202));
        (await host.Call("DELETE", $"/v1/webhooks/{endpoint}", null, key)).Expect(200);
    }
}
