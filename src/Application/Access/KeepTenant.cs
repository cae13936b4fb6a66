using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>Takes a scheduled deletion back; its keys work again unless the tenant is suspended.</summary>
public sealed record KeepTenant(TenantId Tenant) : IRequest<Result<Done>>;

internal sealed class KeepTenantHandler(IStore store, ITenantDirectory tenants) : IRequestHandler<KeepTenant, Result<Done>>
{
    public async Task<Result<Done>> Handle(KeepTenant request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Tenants.CancelDeletion(request.Tenant))
            return await tenants.Find(request.Tenant, cancellationToken) is null ? new TenantNotFound() : new TenantBeingDeleted();
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
