using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// One claimed row with all that its attempt needs. <c>Url</c> is null where nothing is due any more: the endpoint is gone or inactive.
/// </summary>
internal sealed record DueDelivery(
    Guid Id, Guid LeaseId, Guid TenantId, Guid EndpointId, Guid EventId, Guid? LinkId, int Attempt, string? EventType, string? Body,
    string? Url, byte[]? SecretEnvelope,
    byte[]? PreviousSecretEnvelope, bool IsFailing)
{
    public DeliveryId DeliveryId => new(Id);
}

internal enum DeliveryResultKind
{
    /// <summary>The row leaves the outbox: delivered, exhausted or refused.</summary>
    Finished,

    /// <summary>Due again after the pause.</summary>
    Rescheduled,

    /// <summary>As <see cref="Finished"/>, and the endpoint is switched off with everything that is due to it.</summary>
    EndpointGone,

    /// <summary>Nothing was sent, nothing is due any more.</summary>
    Dropped,

    /// <summary>Not sent, and no attempt: as if it had never been claimed, but for a pause where there is one.</summary>
    Released,
}

/// <param name="AttemptId">Null where no attempt was made.</param>
/// <param name="IsOurs">The attempt failed on our side, not on the receiver's.</param>
internal sealed record DeliveryResult(
    DueDelivery Delivery, DeliveryResultKind Kind, Guid? AttemptId, AttemptOutcome? Outcome, string? Response, int DurationMs,
    TimeSpan? Pause, bool IsOurs = false)
{
    public bool IsFailure => Outcome is { Verdict: not AttemptVerdict.Delivered };

    public static DeliveryResult Dropped(DueDelivery delivery) => new(delivery, DeliveryResultKind.Dropped, null, null, null, 0, null);

    public static DeliveryResult Released(DueDelivery delivery) => new(delivery, DeliveryResultKind.Released, null, null, null, 0, null);

    public static DeliveryResult Postponed(DueDelivery delivery, TimeSpan pause) =>
        new(delivery, DeliveryResultKind.Released, null, null, null, 0, pause);

    /// <param name="chance">0 to 1, for the pause's jitter.</param>
    public static DeliveryResult Of(DueDelivery delivery, Guid attemptId, Answer answer, int durationMs, double chance)
    {
        var pause = answer.Outcome.Verdict == AttemptVerdict.Failed
            ? RetrySchedule.After(delivery.Attempt, chance, answer.RetryAfter) : null;
        var kind = (answer.Outcome.Verdict, pause) switch
        {
            (AttemptVerdict.Gone, _) => DeliveryResultKind.EndpointGone,
            (_, null) => DeliveryResultKind.Finished,
            _ => DeliveryResultKind.Rescheduled,
        };
        return new(delivery, kind, attemptId, answer.Outcome, answer.Response, durationMs, pause);
    }
}

/// <param name="Response">The first 4 KiB of the answer's body; null when there was none.</param>
internal sealed record Answer(AttemptOutcome Outcome, string? Response, TimeSpan? RetryAfter);
