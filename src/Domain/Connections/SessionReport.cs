using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Connections;

/// <summary>What a gateway reports of a number's session, in our own terms. Expected failures are reports too, not exceptions.</summary>
public abstract record SessionReport
{
    /// <summary>No session, or one that is not doing anything.</summary>
    public sealed record Idle : SessionReport;

    public sealed record Starting : SessionReport;

    public sealed record AwaitingUser(Artifacts Artifacts) : SessionReport;

    /// <summary>The device is being linked.</summary>
    /// <param name="Accepted"> The gateway knows that the phone accepted. False where that is only likely: its socket started again and
    /// offers no new QR code, as after a scan. </param>
    public sealed record Linking(bool Accepted = true) : SessionReport;

    public sealed record PasskeyRequired : SessionReport;

    public sealed record Connected(PhoneNumber Identity) : SessionReport;

    /// <summary>Dropped and trying by itself; not a disconnect until it lasts.</summary>
    public sealed record Reconnecting : SessionReport;

    /// <summary>The gateway will offer no further QR code by itself.</summary>
    public sealed record Exhausted : SessionReport;

    public sealed record Ended(DisconnectReason Reason) : SessionReport;

    public sealed record RateLimited(DateTimeOffset Until) : SessionReport;

    /// <param name="Refusal">The answer to a client that waits for an artifact.</param>
    public sealed record Unavailable(Refusal Refusal) : SessionReport;
}
