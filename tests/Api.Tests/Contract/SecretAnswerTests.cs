using System.Text.Json;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>
/// No cache keeps a secret: tested for every operation whose description promises one, and for answers that are repeated.
/// </summary>
public sealed class SecretAnswerTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Secrets =
        ["key", "secret", "token", "attempt", "qrcodeBase64", "pairingCode", "deviceLinkUrl", "remotePairingToken", "remotePairingUrl",
            "reconnectUrl", "verifyToken", "webhookUrl", "redirectUrl", "url"];

    [Fact]
    public async Task Every_answer_that_holds_one_is_no_store_and_so_is_its_replay()
    {
        var own = await Possessions.Make(host);
        var asked = new List<string>();
        foreach (var operation in ApiDescription.Committed.Operations.Where(HoldsSecret).OrderBy(operation => operation.Method == "DELETE")
            .ThenBy(operation => operation.Id.Contains("regenerate", StringComparison.Ordinal)))
        {
            asked.Add(operation.Id);
            (string, string)[] headers = operation is { NeedsKey: true, Method: "POST" } ? [("Idempotency-Key", operation.Id)] : [];
            var first = await own.Send(host, operation, headers);
            ShouldBeKeptByNobody(operation, first);
            if (headers.Length == 0 || operation.Id == "post_api-keys_regenerate")
                continue;
            var again = await own.Send(host, operation, headers);
            again.Headers.Should().ContainKey("idempotent-replayed", operation.Id);
            ShouldBeKeptByNobody(operation, again);
        }

        asked.Should().Contain(
        [
            "post_numbers", "get_numbers_id_connect", "post_numbers_meta", "post_numbers_remote-pairing", "post_links_id_rotate",
            "post_remote-pairing_token_connect", "post_api-keys", "post_api-keys_regenerate",
            "get_webhooks_id_secret", "post_webhooks_id_secret_rotate", "post_embed_sessions", "post_meta-credentials_token_complete",
            "get_events",
        ]);
    }

    [Fact]
    public async Task A_stream_of_codes_is_no_store()
    {
        var link = await host.NewLink();
        using var answer = await host.Http.GetAsync(new Uri($"/v1/remote-pairing/{link.Token()}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task A_status_may_be_asked_for_again_by_its_own_browser_only() =>
        (await host.Status((await host.NewLink()).Token())).Headers["cache-control"].Should().Be("no-cache, private");

    private static void ShouldBeKeptByNobody(Operation operation, Answer answer) =>
        answer.Headers.GetValueOrDefault("cache-control").Should().Be("no-store", $"{operation} answers {answer.Status} {answer.Text}");

    private static bool HoldsSecret(Operation operation) =>
        !operation.Path.EndsWith("/status", StringComparison.Ordinal)
            && !operation.Path.EndsWith("/events", StringComparison.Ordinal) | operation.Path == "/v1/events"
        && operation.JsonBodies.Any(body =>
            body.Place.StartsWith('2')
                && Members(body.Media.GetProperty("schema"), []).Intersect(Secrets).Any() | operation.Path == "/v1/events");

    private static IEnumerable<string> Members(JsonElement schema, HashSet<string> seen)
    {
        if (schema.ValueKind != JsonValueKind.Object
            || (schema.TryGetProperty("$ref", out var reference) && !seen.Add(reference.GetString()!)))
            yield break;
        schema = ApiDescription.Committed.Resolve(schema);
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var member in properties.EnumerateObject())
            {
                yield return member.Name;
                foreach (var inner in Members(member.Value, seen))
                    yield return inner;
            }
        }

        foreach (var part in (string[])["oneOf", "anyOf", "allOf"])
        {
            foreach (var inner in schema.TryGetProperty(part, out var parts)
                ? parts.EnumerateArray().SelectMany(one => Members(one, seen)) : [])
                yield return inner;
        }

        foreach (var inner in schema.TryGetProperty("items", out var items) ? Members(items, seen) : [])
            yield return inner;
    }
}
