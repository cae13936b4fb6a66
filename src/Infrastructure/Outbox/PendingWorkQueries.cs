namespace PilotPairing.Infrastructure.Outbox;

/// <param name="Queue">Whose workers are to do it.</param>
/// <param name="Share">Whose share of those workers it takes: the tenant's, or the gateway's.</param>
/// <param name="Name">What an operator knows it by. Never a secret, token or phone number.</param>
internal sealed record WorkItem(WorkKind Kind, Guid Id, string Queue, string Share, string Name)
{
    /// <summary>How long until it is due; zero once it is.</summary>
    public TimeSpan DueIn { get; init; }

    public PendingWork Work => new(Kind, Id);
}

/// <summary>What the loop that enqueues asks each module about its rows.</summary>
internal interface IPendingWorkQueries
{
    WorkKind Kind { get; }

    /// <summary>
    /// Those of the named that are due now and not claimed. Of a kind whose jobs may start early, also those due within a moment: such a
    /// job is used up, and nothing else would ask again.
    /// </summary>
    Task<IReadOnlyList<WorkItem>> Describe(Guid[] ids, CancellationToken cancellationToken);

    /// <summary>All that have been due for so long without being claimed.</summary>
    Task<IReadOnlyList<Guid>> FindDue(TimeSpan since, CancellationToken cancellationToken);
}
