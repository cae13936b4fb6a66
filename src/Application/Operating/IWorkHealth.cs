namespace PilotPairing.Application.Operating;

/// <param name="HeartbeatAge">Since any process with workers last reported that it runs; null when none is known.</param>
/// <param name="OutboxAges">For how long the oldest due row has been due, by kind; zero where none is.</param>
public sealed record WorkHealth(TimeSpan? HeartbeatAge, IReadOnlyDictionary<string, TimeSpan> OutboxAges)
{
    /// <summary>As programs read it: in seconds, to a tenth.</summary>
    public double? HeartbeatAgeSeconds => HeartbeatAge is { } age ? Seconds(age) : null;

    public IReadOnlyDictionary<string, double> OutboxAgeSeconds => OutboxAges.ToDictionary(pair => pair.Key, pair => Seconds(pair.Value));

    private static double Seconds(TimeSpan age) => Math.Round(age.TotalSeconds, 1);
}

/// <summary>How the background work of the whole installation goes, whichever process does it.</summary>
public interface IWorkHealth
{
    Task<WorkHealth> Read(CancellationToken cancellationToken);

    /// <summary>Whether our user may delete from the audit log, which retention of it needs.</summary>
    Task<bool> MayDeleteAudit(CancellationToken cancellationToken);
}
