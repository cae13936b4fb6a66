namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>How many webhooks a tenant may have, however many are asked for at once.</summary>
public sealed class WebhookLimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_tenant_has_no_more_webhooks_than_it_may_and_another_has_its_own()
    {
        var limited = await ApiHost.On(host.Database.ConnectionString, settings: ("Webhooks:PerTenant", "3"));
        var body = new { url = "http://127.0.0.1:9/hook", scope = "tenant", events = new[] { "*" } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => limited.Post("/v1/webhooks", body)));

        answers.Count(answer => answer.Status == 201).Should().Be(3);
        answers.Where(answer => answer.Status != 201).Should().AllSatisfy(answer => answer.ShouldBeRefused(409, "WEBHOOK_LIMIT_REACHED"));
        var webhooks = (await limited.Get("/v1/webhooks")).Expect(200);
        webhooks.GetArrayLength().Should().Be(3);
        (await limited.Post("/v1/webhooks", body, await limited.NewTenantKey())).Expect(201);

        (await limited.Call("DELETE", $"/v1/webhooks/{webhooks[0].Id()}")).Expect(200);
        (await limited.Post("/v1/webhooks", body)).Expect(201);
        await limited.DisposeAsync();
    }
}
