using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Instances;

/// <summary>
/// The writes of a number. Those with a result must be the first statement of a unit of work: a caller that gets false was too late and
/// rolls back.
/// </summary>
public interface IInstances
{
    void Add(Instance instance);

    /// <summary>Makes everybody else who wants to pair the number wait for this unit of work; false when it is open or removed.</summary>
    Task<bool> Hold(NumberId id);

    /// <summary>Writes what was sent, in one statement; false when the number was removed.</summary>
    Task<bool> Change(NumberId id, NumberChange change, DateTimeOffset now);

    /// <summary>An artifact was issued, or used.</summary>
    Task<bool> BeginPairing(NumberId id, DateTimeOffset now);

    /// <summary>Exactly one caller opens a connecting number.</summary>
    Task<bool> Open(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now);

    /// <summary>
    /// A number that nobody has connected becomes one of the official API, open; false when it connected or was removed meanwhile.
    /// </summary>
    Task<bool> SwitchToMeta(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now);

    /// <summary>A number of the official API is connected once more, open or not; false when it was removed.</summary>
    Task<bool> Renew(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now);

    /// <summary>Opens again what was lost without a reason and came back by itself; exactly one caller gets true.</summary>
    Task<bool> Reopen(NumberId id, DateTimeOffset now);

    /// <summary>Ends an open connection; exactly one caller gets true. Its session stays at the gateway until it is cleaned up.</summary>
    /// <param name="missedAt">Null for a loss that is sure; else the first check that missed it, and nobody may have seen it since.</param>
    Task<bool> Disconnect(NumberId id, DisconnectReason reason, DateTimeOffset? missedAt, DateTimeOffset now);

    /// <summary>The gateway does not have an open connection; the first who says so is remembered.</summary>
    void Miss(NumberId id, DateTimeOffset now);

    /// <summary>Gives up connecting; false when it connected or was removed meanwhile.</summary>
    Task<bool> StopPairing(NumberId id, DateTimeOffset now);

    /// <summary>
    /// The gateway confirmed the stored state. Written only when the last confirmation is older than <see cref="Instance.CheckedAnew"/>.
    /// </summary>
    void Confirm(IReadOnlyCollection<NumberId> numbers, DateTimeOffset seen);

    /// <summary>Exactly one caller removes a number.</summary>
    Task<bool> Remove(NumberId id, DateTimeOffset now);
}

/// <summary>A number that was not checked at its gateway for a while.</summary>
public sealed record DueCheck(NumberId Number, TenantId Tenant);

/// <summary>The living numbers that a key reaches, and which of them.</summary>
public sealed record NumberFilter(Caller Caller)
{
    public InstanceState? State { get; init; }

    public Provider? Provider { get; init; }

    public string? ExternalRef { get; init; }
}

public interface IInstanceQueries
{
    Task<Instance?> Find(NumberId id, CancellationToken cancellationToken);

    /// <summary>Another tenant's number is not found.</summary>
    Task<Instance?> Find(TenantId tenant, NumberId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<Instance>> Find(IReadOnlyCollection<NumberId> ids, CancellationToken cancellationToken);

    /// <summary>Open numbers of all tenants, and lost ones that may return, that were not confirmed since; the longest ago first.</summary>
    Task<IReadOnlyList<DueCheck>> ToCheck(DateTimeOffset before, DateTimeOffset lostSince, CancellationToken cancellationToken);

    Task<Page<Instance>> List(NumberFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Which of these are the tenant's.</summary>
    Task<IReadOnlySet<NumberId>> Own(TenantId tenant, IReadOnlyCollection<NumberId> asked, CancellationToken cancellationToken);

    /// <summary>The oldest living number of the tenant with this phone.</summary>
    Task<NumberId?> FindSamePhone(TenantId tenant, PhoneNumber phone, CancellationToken cancellationToken);
}

internal static class OwnNumbers
{
    /// <summary>A number that a key reaches: a number key its own.</summary>
    public static async Task<Instance?> Reached(
        this IInstanceQueries instances, Caller caller, NumberId id, CancellationToken cancellationToken) =>
        caller.Reaches(id) ? await instances.Find(caller.Tenant, id, cancellationToken) : null;
}
