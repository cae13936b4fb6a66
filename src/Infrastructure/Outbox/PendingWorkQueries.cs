namespace PilotPairing.Infrastructure.Outbox;

/// <param name="Queue">Whose workers are to do it.</param>
/// <param name="Share">Whose share of those workers it takes: the tenant's, or the gateway's.</param>
/// <param name="Name">What an operator knows it by. Never a secret, token or phone number.</param>
internal sealed record WorkItem(WorkKind Kind, Guid Id, string Queue, string Share, string Name)
{
    public PendingWork Work => new(Kind, Id);
}

/// <summary>What the loop that enqueues asks each module about its rows.</summary>
internal interface IPendingWorkQueries
{
    WorkKind Kind { get; }

    /// <summary>Those of the named that are due now and not claimed.</summary>
    Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken);

    /// <summary>All that have been due for so long without being claimed.</summary>
    Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken);
}
