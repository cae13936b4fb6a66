using PilotPairing.Application.Access;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Sends again what was sent or dropped before, under its first <c>webhook-id</c>. An inactive endpoint gets nothing.</summary>
public interface IDeliveries
{
    /// <returns>The delivery that is due now: the same one while it still waits, else a new one; none for an inactive endpoint. Null when
    /// there is no such delivery.</returns>
    Task<Replayed?> Replay(Caller caller, DeliveryId id);

    /// <returns>How many of the events since then, that the endpoint listens to, are due now.</returns>
    Task<int> ReplaySince(EndpointId endpoint, Caller caller, DateTimeOffset since);
}

public sealed record Replayed(DeliveryId? Delivery);

/// <summary>One line of an endpoint's log.</summary>
/// <param name="Body">Null once the event is past its retention, which a late attempt can outlive.</param>
/// <param name="Response">The beginning of the answer, or why there was none.</param>
public sealed record LoggedAttempt(
    DeliveryId Delivery, string Event, int Attempt, bool Succeeded, int? StatusCode, string? Body, string? Response, int DurationMs,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset CreatedAt);

public enum DeliveryStatus
{
    Pending,
    Success,
    Failed,
}

/// <param name="CreatedAt">Of the first attempt, or of the debt while there was none.</param>
public sealed record EndpointDelivery(
    DeliveryId Id, EndpointId Endpoint, EventId EventId, string Event, DeliveryStatus Status, int Attempts, int? StatusCode,
    DateTimeOffset? LastAttemptAt,
    DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt);

public interface IDeliveryQueries
{
    Task<Page<LoggedAttempt>> Log(Caller caller, EndpointId endpoint, string? eventName, PageRequest page,
        CancellationToken cancellationToken);

    Task<Page<EndpointDelivery>> List(Caller caller, EndpointId endpoint, PageRequest page, CancellationToken cancellationToken);
}
