using System.Text.Json;
using Dapper;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>What the tests of webhooks share on top of the host: endpoints, number keys, and queries of the rows.</summary>
internal static class WebhookRig
{
    /// <summary>Slower than the rate limit of a key allows.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    public const string NobodysWebhook = "wh_00000000000000000000000001";

    public static async Task<string> NewEndpoint(
        this ApiHost host, string url = "http://127.0.0.1:9/hook", string[]? events = null, string? key = null) =>
        (await host.Post("/v1/webhooks", new { url, scope = "tenant", events = events ?? ["*"] }, key)).Expect(201).Id();

    public static async Task<string> NewNumberEndpoint(this ApiHost host, string number, string? key = null) =>
        (await host.Post("/v1/webhooks", new { url = "http://127.0.0.1:9/hook", whatsappNumberId = number, events = new[] { "*" } }, key))
            .Expect(201).Id();

    public static async Task<string> NewNumber(this ApiHost host, string? key = null) =>
        (await host.NewLink(key: key)).GetProperty("numberId").GetString()!;

    public static async Task<string> NewTenantKey(this ApiHost host) => (await host.NewTenant()).Key.Raw.Value;

    /// <summary>A key of one number of the host's own tenant.</summary>
    public static async Task<string> NewNumberKey(this ApiHost host, string number) =>
        (await host.Post("/v1/api-keys", new { whatsappNumberId = number, graceSeconds = 600 })).Expect(201).GetProperty("key")
            .GetString()!;

    public static string Id(this JsonElement thing) => thing.GetProperty("id").GetString()!;

    public static IEnumerable<string> Ids(this JsonElement list) => list.EnumerateArray().Select(Id);

    public static Guid Row(string endpoint) =>
        WireId.TryParse(EndpointId.Prefix, endpoint, out var id) ? id : throw new ArgumentException(endpoint);

    public static async Task<T> Ask<T>(this ApiHost host, string sql, object? parameters = null)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).Single();
    }

    public static async Task Run(this ApiHost host, string sql, object? parameters = null)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    public static async Task<long> Pending(this ApiHost host, string endpoint) =>
        await host.Ask<long>("select count(*) from outbox where endpoint_id = @id", new { id = Row(endpoint) });

    /// <summary>Asks until the list is as it should be: what a worker writes down comes a moment after the receiver saw it.</summary>
    public static async Task<JsonElement> Until(this ApiHost host, string path, Func<JsonElement, bool> holds, string? key = null)
    {
        using var patience = new CancellationTokenSource(Patience.Longest);
        while (true)
        {
            var list = (await host.Get(path, key)).Expect(200);
            if (holds(list))
                return list;
            patience.Token.IsCancellationRequested.Should().BeFalse($"{path} should get there, and says {list.GetRawText()}");
            await Task.Delay(Pause);
        }
    }

    public static JsonElement Json(this SinkRequest request) => JsonDocument.Parse(request.Body).RootElement;
}
