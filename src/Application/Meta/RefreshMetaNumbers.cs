using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <param name="Until">The lease of this refresh; afterwards another node may take it.</param>
public sealed record DueRefresh(NumberId Number, TenantId Tenant, DateTimeOffset? Until);

public interface IDueRefreshes
{
    /// <summary>Takes numbers that Meta sent a notification about. Each is tried four times within some hours.</summary>
    Task<IReadOnlyList<DueRefresh>> Take(int most, CancellationToken cancellationToken);

    /// <summary>Ends the refresh, unless another notification arrived meanwhile.</summary>
    Task Complete(DueRefresh due, CancellationToken cancellationToken);
}

/// <summary>Refreshes the numbers that Meta sent a notification about. Returns how many Graph answered for.</summary>
public sealed record RefreshMetaNumbers : IRequest<Result<int>>;

internal sealed class RefreshMetaNumbersHandler(
    IDueRefreshes refreshes, ITenantDirectory tenants, MetaNumberRefresher refresher) : IRequestHandler<RefreshMetaNumbers, Result<int>>
{
    private const int PerRound = 100;

    public async Task<Result<int>> Handle(RefreshMetaNumbers request, CancellationToken cancellationToken)
    {
        var refreshed = 0;
        foreach (var due in await refreshes.Take(PerRound, cancellationToken))
        {
            if (await tenants.Find(due.Tenant, cancellationToken) is not { } tenant
                || await refresher.Of(due.Number, tenant.Mode, isAskedAgain: true, cancellationToken) is not { IsStale: false })
                continue;
            await refreshes.Complete(due, cancellationToken);
            refreshed++;
        }

        return refreshed;
    }
}
