using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

public interface IAttempts
{
    /// <summary>The attempt under way, locked until the end of the unit of work.</summary>
    Task<StoredAttempt?> Current(NumberId number);

    /// <summary>What the last attempt of a number left behind.</summary>
    Task<AttemptTrace> LastOf(NumberId number);

    void Add(PairingAttempt attempt);

    /// <summary>False when somebody saved a newer version.</summary>
    Task<bool> Save(StoredAttempt stored);

    /// <summary>
    /// The gateways of these can be used again: what was given up for their absence is ready to be started. Returns how many still were.
    /// </summary>
    Task<int> Reopen(IReadOnlyCollection<AttemptId> ids);

    /// <summary>Wakes the watchers of attempts, on every node, at the commit.</summary>
    void CallWatcher(NumberId number);
}

public sealed record StoredAttempt(PairingAttempt Attempt, int Version);

/// <param name="Sequence">The last artifact's number; 0 where there was none.</param>
/// <param name="Cooled">The method that cools down; null is every one.</param>
public readonly record struct AttemptTrace(int Sequence, DateTimeOffset? CoolingUntil, PairingMethod? Cooled = null)
{
    public bool Cools(PairingMethod? asked, DateTimeOffset now) => CoolingUntil > now && PairingAttempt.Cools(Cooled, asked);
}

public interface IAttemptQueries
{
    Task<StoredAttempt?> Current(NumberId number, CancellationToken cancellationToken);

    /// <summary>
    /// The last attempts of numbers that ended since then because their gateway could not be used, in a way that a probe of it would
    /// notice.
    /// </summary>
    Task<IReadOnlyList<GivenUpAttempt>> GivenUp(DateTimeOffset since, CancellationToken cancellationToken);
}
