using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Webhooks;

/// <summary>Deletes events past their retention, in batches that hold nobody up.</summary>
public sealed record PurgeHistory : IRequest<Result<Done>>;

internal sealed class PurgeHistoryHandler(IWebhookUpkeep upkeep, EventHistory history, TimeProvider clock)
    : IRequestHandler<PurgeHistory, Result<Done>>
{
    private const int Batch = 1000;

    public async Task<Result<Done>> Handle(PurgeHistory request, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - history.Length;
        int gone;
        do
            gone = await upkeep.Purge(before, Batch, cancellationToken);
        while (gone == Batch);
        return default(Done);
    }
}
