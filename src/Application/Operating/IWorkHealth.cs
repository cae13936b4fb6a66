namespace PilotPairing.Application.Operating;

/// <param name="HeartbeatAge">Since any process with workers last reported that it runs; null when none is known.</param>
/// <param name="OutboxAges">For how long the oldest due row has been due, by kind; zero where none is.</param>
public sealed record WorkHealth(TimeSpan? HeartbeatAge, IReadOnlyDictionary<string, TimeSpan> OutboxAges);

/// <summary>How the background work of the whole installation goes, whichever process does it.</summary>
public interface IWorkHealth
{
    Task<WorkHealth> Read(CancellationToken cancellationToken);

    /// <summary>Whether our user may delete from the audit log, which retention of it needs.</summary>
    Task<bool> MayDeleteAudit(CancellationToken cancellationToken);
}
