using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>One claimed row with all that its attempt needs. <c>Url</c> is null where nothing is owed any more: the endpoint is gone or inactive.</summary>
internal sealed record DueDelivery(
    Guid Id, Guid LeaseId, Guid TenantId, Guid EndpointId, Guid EventId, Guid? LinkId, int Attempt, string? EventType, string? Body, string? Url, byte[]? SecretEnvelope,
    byte[]? PreviousSecretEnvelope)
{
    public DeliveryId DeliveryId => new(Id);
}

internal enum SettlementKind
{
    /// <summary>The row leaves the outbox: delivered, exhausted or refused.</summary>
    Finished,

    /// <summary>Due again after the pause.</summary>
    Rescheduled,

    /// <summary>As <see cref="Finished"/>, and the endpoint is switched off with everything that it is owed.</summary>
    EndpointGone,

    /// <summary>Nothing was sent, nothing is owed any more.</summary>
    Dropped,

    /// <summary>Cut short by a shutdown: the next worker takes it at once, as if it had never been claimed.</summary>
    GivenBack,
}

/// <param name="AttemptId">Null where no attempt was made that should be told of.</param>
internal sealed record Settlement(DueDelivery Delivery, SettlementKind Kind, Guid? AttemptId, AttemptOutcome? Outcome, string? Response, int DurationMs, TimeSpan? Pause)
{
    public static Settlement Dropped(DueDelivery delivery) => new(delivery, SettlementKind.Dropped, null, null, null, 0, null);

    public static Settlement GivenBack(DueDelivery delivery) => new(delivery, SettlementKind.GivenBack, null, null, null, 0, null);

    /// <param name="chance">0 to 1, for the pause's jitter.</param>
    public static Settlement Of(DueDelivery delivery, Guid attemptId, Answer answer, int durationMs, double chance)
    {
        var pause = answer.Outcome.Verdict == AttemptVerdict.Failed ? RetrySchedule.After(delivery.Attempt, chance, answer.RetryAfter) : null;
        var kind = (answer.Outcome.Verdict, pause) switch
        {
            (AttemptVerdict.Gone, _) => SettlementKind.EndpointGone,
            (_, null) => SettlementKind.Finished,
            _ => SettlementKind.Rescheduled,
        };
        return new(delivery, kind, attemptId, answer.Outcome, answer.Response, durationMs, pause);
    }
}

/// <param name="Response">The first 4 KiB of the answer's body; null when there was none.</param>
internal sealed record Answer(AttemptOutcome Outcome, string? Response, TimeSpan? RetryAfter);
