using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>One of everything that a path can name, of one tenant.</summary>
internal sealed record Possessions(
    TenantCreated Tenant, string NumberKey, string Number, string Link, string Token, string Webhook, string Delivery, string EmbedToken)
{
    public string Key => Tenant.Key.Raw.Value;

    public static async Task<Possessions> Make(ApiHost host)
    {
        var tenant = await host.NewTenant(TenantMode.Test);
        var key = tenant.Key.Raw.Value;
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone }, key);
        var webhook = (await host.Post("/v1/webhooks",
            new { url = "http://127.0.0.1:9/hook", scope = "tenant", events = new[] { "number.connected" } }, key)).Expect(201).Text("id");
        var numberKey = (await host.Post("/v1/api-keys", new { whatsappNumberId = link.NumberId() }, key)).Expect(201).Text("key");
        return new(
            tenant, numberKey, link.NumberId(), link.LinkId(), link.Token(), webhook,
            (await host.Post($"/v1/webhooks/{webhook}/test", null, key)).Expect(200).Text("deliveryId"),
            (await host.Post("/v1/embed/sessions", new { surface = "connect", allowedOrigins = new[] { "https://app.example.com" } }, key))
                .Expect(201).Text("token"));
    }

    /// <summary>The operation's path with an id, or a token, of the right kind.</summary>
    public string PathOf(Operation operation) =>
        operation.Path.Replace("{token}", Token, StringComparison.Ordinal).Replace("{id}", IdFor(operation.Path), StringComparison.Ordinal);

    public (
        string Name, string Value)[] HeadersFor(Operation operation) =>
            operation.Path == "/api/public/embed/refresh" ? [("Authorization", $"Bearer {EmbedToken}")] : [];

    /// <summary>As its owner would send it, with the body of its example.</summary>
    public Task<Answer> Send(ApiHost host, Operation operation, params (string Name, string Value)[] headers) =>
        host.Call(operation.Method, PathOf(operation), ExampleOf(operation), operation.NeedsKey ? Key : "",
            [.. HeadersFor(operation), .. headers]);

    public static HttpContent? ExampleOf(Operation operation)
    {
        if (operation.TakesJson)
            return new StringContent(operation.Body!.Value.GetProperty("application/json").GetProperty("example").GetRawText(), null,
                "application/json");
        return operation.Body is null ? null : Branding.Images.Form(Branding.Images.Png);
    }

    private string IdFor(string path) =>
        path.Contains("/webhooks/{id}", StringComparison.Ordinal) ? Webhook
        : path.Contains("/deliveries/{id}", StringComparison.Ordinal) ? Delivery
        : path.Contains("/links/{id}", StringComparison.Ordinal) ? Link
        : path.Contains("/templates/{id}", StringComparison.Ordinal) ? "tpl_unknown"
        : Number;
}
