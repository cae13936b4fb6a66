using MediatR;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;

namespace PilotPairing.Application.Operating;

/// <summary>For how long each kind of row is kept; null is for ever.</summary>
public sealed record Retention(TimeSpan Deliveries, TimeSpan? Links, TimeSpan? Messages, TimeSpan? Audit);

public interface IRetention
{
    /// <summary>Deletes at most a batch of the oldest events that happened before.</summary>
    Task<int> PurgeEvents(DateTimeOffset before, int batch, CancellationToken cancellationToken);

    /// <summary>The same for attempts at deliveries made before.</summary>
    Task<int> PurgeDeliveries(DateTimeOffset before, int batch, CancellationToken cancellationToken);

    /// <summary>The same for links that ended before, with their messages and attempts. Numbers stay.</summary>
    Task<int> PurgeLinks(DateTimeOffset before, int batch, CancellationToken cancellationToken);

    /// <summary>The same for messages that were settled.</summary>
    Task<int> PurgeMessages(DateTimeOffset before, int batch, CancellationToken cancellationToken);

    /// <summary>The same for entries of the audit log. The database refuses this for those of the last 90 days.</summary>
    Task<int> PurgeAudit(DateTimeOffset before, int batch, CancellationToken cancellationToken);
}

/// <summary>Deletes rows past their retention, in batches that hold nobody up.</summary>
public sealed record ApplyRetention : IRequest<Result<Done>>;

internal sealed class ApplyRetentionHandler(
    IRetention rows, Retention retention, EventHistory history, TimeProvider clock) : IRequestHandler<ApplyRetention, Result<Done>>
{
    private const int Batch = 1000;

    public async Task<Result<Done>> Handle(ApplyRetention request, CancellationToken cancellationToken)
    {
        await Purge(rows.PurgeEvents, history.Length, cancellationToken);
        await Purge(rows.PurgeDeliveries, retention.Deliveries, cancellationToken);
        await Purge(rows.PurgeMessages, retention.Messages, cancellationToken);
        await Purge(rows.PurgeLinks, retention.Links, cancellationToken);
        await Purge(rows.PurgeAudit, retention.Audit, cancellationToken);
        return default(Done);
    }

    private async Task Purge(
        Func<DateTimeOffset, int, CancellationToken, Task<int>> purge, TimeSpan? kept, CancellationToken cancellationToken)
    {
        if (kept is not { } length)
            return;

        int gone;
        do
            gone = await purge(clock.GetUtcNow() - length, Batch, cancellationToken);
        while (gone == Batch);
    }
}
