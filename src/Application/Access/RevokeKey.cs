using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>Ends a key of a tenant now, also one that lives on beside its successor.</summary>
public sealed record RevokeKey(TenantId Tenant, KeyId Key) : IRequest<Result<Done>>;

internal sealed class RevokeKeyHandler(IStore store, TimeProvider clock) : IRequestHandler<RevokeKey, Result<Done>>
{
    public async Task<Result<Done>> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Keys.Revoke(request.Tenant, request.Key, clock.GetUtcNow()))
            return new KeyNotFound();
        await work.Commit(cancellationToken);
        return default(Done);
    }
}
