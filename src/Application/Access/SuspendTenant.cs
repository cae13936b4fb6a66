using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>
/// Has none of a tenant's keys open anything, or has them open again what they did. Its links and numbers stay as they are.
/// </summary>
public sealed record SuspendTenant(TenantId Tenant, bool IsSuspended) : IRequest<Result<Done>>;

internal sealed class SuspendTenantHandler(IStore store, TimeProvider clock) : IRequestHandler<SuspendTenant, Result<Done>>
{
    public async Task<Result<Done>> Handle(SuspendTenant request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Tenants.Suspend(request.Tenant, request.IsSuspended ? clock.GetUtcNow() : null))
            return new TenantNotFound();
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
