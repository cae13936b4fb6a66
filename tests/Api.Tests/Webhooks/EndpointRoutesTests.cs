namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>
/// What all routes of one endpoint have in common: no key, an unknown or foreign id, a number key's own and other numbers.
/// </summary>
public sealed class EndpointRoutesTests(ApiHost host) : IClassFixture<ApiHost>
{
    public static TheoryData<string, string> Routes => new()
    {
        { "GET", "" },
        { "PATCH", "" },
        { "PUT", "" },
        { "DELETE", "" },
        { "GET", "/secret" },
        { "POST", "/secret/rotate" },
        { "POST", "/test" },
        { "GET", "/logs" },
        { "GET", "/deliveries" },
        { "POST", "/replay" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_a_key_nothing_is_returned(string method, string route) =>
        (await host.Call(method, $"/v1/webhooks/{await host.NewEndpoint()}{route}", key: "")).ShouldBeRefused(401, "UNAUTHORIZED");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Another_tenants_endpoint_is_not_found(string method, string route) =>
        (await host.Call(method, $"/v1/webhooks/{await host.NewEndpoint()}{route}", Body(route), await host.NewTenantKey()))
            .ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_is_no_id_of_an_endpoint_is_not_found(string method, string route)
    {
        foreach (var id in new[] { WebhookRig.NobodysWebhook, await host.NewNumber(), "wh_", "17", "wh_0000000000000000000000000U", "%20" })
            (await host.Call(method, $"/v1/webhooks/{id}{route}", Body(route))).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task An_unknown_endpoint_is_reported_before_the_faults_of_the_request(string method, string route) =>
        (await host.Call(method, $"/v1/webhooks/{WebhookRig.NobodysWebhook}{route}?limit=none&cursor=none", method == "GET" ? null : "{"))
            .ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_number_key_reaches_the_endpoints_of_its_own_number_only(string method, string route)
    {
        var number = await host.NewNumber();
        var key = await host.NewNumberKey(number);
        foreach (var other in new[] { await host.NewEndpoint(), await host.NewNumberEndpoint(await host.NewNumber()) })
            (await host.Call(method, $"/v1/webhooks/{other}{route}", Body(route), key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
        (await host.Call(method, $"/v1/webhooks/{await host.NewNumberEndpoint(number)}{route}", Body(route), key)).Status.Should()
            .BeOneOf(200, 202);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_older_base_path_answers_the_same(string method, string route) =>
        (await host.Call(method, $"/api/v1/webhooks/{await host.NewEndpoint()}{route}", Body(route))).Status.Should().BeOneOf(200, 202);

    private static object? Body(string route) => route == "/replay" ? new { since = "2026-01-01T00:00:00Z" } : null;
}
