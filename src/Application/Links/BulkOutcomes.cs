using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>
/// The outcomes of a request that makes many links, as they are stored until it is answered: the id of each link, whose token is read from
/// its envelope, and each refusal whole, since a rule may judge otherwise later.
/// </summary>
internal static class BulkOutcomes
{
    public static string Write(IEnumerable<Result<PairingLinkCreated>> outcomes) =>
        new JsonArray(
            [.. outcomes.Select(outcome => outcome.Match<JsonNode>(created => new JsonObject { ["link"] = created.Link.Id.Value }, Write))])
                .ToJsonString();

    /// <summary>For each entry the link that it made, or why it made none.</summary>
    public static IReadOnlyList<Result<LinkId>> Read(string stored) =>
        [.. JsonNode.Parse(stored)!.AsArray()
            .Select(outcome => outcome!["link"] is { } link ? new LinkId(link.GetValue<Guid>()) : (Result<LinkId>)Refused(outcome))];

    private static JsonObject Write(Refusal refusal) => new()
    {
        ["kind"] = refusal.Kind.ToString(),
        ["code"] = refusal.Code,
        ["text"] = refusal.Text,
        ["details"] = refusal.Details is { } details ? JsonSerializer.SerializeToNode(details) : null,
        ["retryAfter"] = refusal.RetryAfter?.TotalSeconds,
    };

    private static StoredRefusal Refused(JsonNode outcome) => new(
        Enum.Parse<RefusalKind>(outcome["kind"]!.GetValue<string>()), outcome["code"]!.GetValue<string>(),
        outcome["text"]!.GetValue<string>(),
        outcome["details"]?.Deserialize<Dictionary<string, object?>>(),
        outcome["retryAfter"] is { } wait ? TimeSpan.FromSeconds(wait.GetValue<double>()) : null);

    private sealed record StoredRefusal(
        RefusalKind Kind, string Code, string Text, IReadOnlyDictionary<string, object?>? Given, TimeSpan? Wait)
        : Refusal(Kind, Code, Text)
    {
        public override IReadOnlyDictionary<string, object?>? Details => Given;

        public override TimeSpan? RetryAfter => Wait;
    }
}
