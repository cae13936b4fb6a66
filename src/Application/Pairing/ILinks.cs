using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

public interface ILinks
{
    /// <param name="token">Kept in an envelope as long as it can be used, for what is still owed to it.</param>
    void Add(PairingLink link, PairingToken token);

    /// <summary>Spends every usable link of a number that connected.</summary>
    void SpendAll(NumberId number, DateTimeOffset now);

    /// <summary>Ends every link of a number that is removed, and answers those that could still be used.</summary>
    Task<IReadOnlyList<PairingLink>> RevokeAll(NumberId number, DateTimeOffset now);

    /// <summary>Writes down which links the clock has ended since the last time, and answers them.</summary>
    Task<IReadOnlyList<PairingLink>> ExpireDue(DateTimeOffset now, int atMost);
}

public interface IAttempts
{
    /// <summary>The attempt under way, locked until the end of the unit of work.</summary>
    Task<StoredAttempt?> Current(NumberId number);

    /// <summary>The last artifact's number across all attempts; 0 where there was none.</summary>
    Task<AttemptTrace> LastOf(NumberId number);

    void Add(PairingAttempt attempt);

    /// <summary>False when somebody saved a newer version.</summary>
    Task<bool> Save(StoredAttempt stored);

    /// <summary>Wakes whoever watches attempts, on every node, at the commit.</summary>
    void CallWatcher(NumberId number);
}

public sealed record StoredAttempt(PairingAttempt Attempt, int Version);

public readonly record struct AttemptTrace(int Sequence, DateTimeOffset? CoolingUntil);

public interface IAttemptReads
{
    Task<StoredAttempt?> Current(NumberId number, CancellationToken cancellationToken);

    Task<PairingLink?> FindLink(LinkId id, CancellationToken cancellationToken);
}
