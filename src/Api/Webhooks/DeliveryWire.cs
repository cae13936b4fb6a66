using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Webhooks;

namespace PilotPairing.Api.Webhooks;

[RequiredMembers("since")]
internal sealed record ReplayRequest
{
    public DateTimeOffset? Since { get; set; }
}

internal sealed record QueuedResponse(int Queued)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeliveryId { get; init; }
}

internal sealed record LogResponse(
    string Event,
    [property: Field("SUCCESS or FAILED", "SUCCESS", Pattern = "^(SUCCESS|FAILED)$")]
    string Status, int? StatusCode, RawJson? Payload, string? Response, int DurationMs, DateTimeOffset CreatedAt,
    [property: Field("Which attempt it was, from 1", 1)]
    int Attempt, string DeliveryId, DateTimeOffset? NextAttemptAt)
{
    public static LogResponse From(LoggedAttempt line) => new(
        line.Event, line.Succeeded ? "SUCCESS" : "FAILED", line.StatusCode, line.Body is { } body ? new RawJson(body) : null,
        line.Response, line.DurationMs, line.CreatedAt, line.Attempt,
        line.Delivery.ToString(), line.NextAttemptAt);
}

internal sealed record DeliveryResponse(
    [property: Field("Opaque", "dlv_01m7yzm1g7e3atdvy5zebzrk9y")]
    string Id, string WebhookId, string EventId, string Event, DeliveryStatus Status, int Attempts, int? StatusCode,
    DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt,
    DateTimeOffset CreatedAt)
{
    public static DeliveryResponse From(EndpointDelivery delivery) => new(
        delivery.Id.ToString(), delivery.Endpoint.ToString(), delivery.EventId.ToString(), delivery.Event, delivery.Status,
        delivery.Attempts, delivery.StatusCode,
        delivery.LastAttemptAt, delivery.NextAttemptAt, delivery.CreatedAt);
}
