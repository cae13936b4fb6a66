using System.Security.Cryptography;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>The operator makes a further tenant key.</summary>
public sealed record CreateKey(TenantId Tenant) : IRequest<Result<ApiKey>>;

public sealed record TenantNotFound() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Tenant not found");

internal sealed class CreateKeyHandler(IStore store, ITenantDirectory tenants, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<CreateKey, Result<ApiKey>>
{
    public async Task<Result<ApiKey>> Handle(CreateKey request, CancellationToken cancellationToken)
    {
        if (await tenants.Find(request.Tenant, cancellationToken) is not { } tenant)
            return new TenantNotFound();

        var key = new ApiKey(KeyId.Draw(random), tenant.Id, RawKey.Draw(tenant.Mode, random), KeyScope.Tenant, null);
        await using var work = await store.Begin(cancellationToken);
        work.Keys.Add(key, clock.GetUtcNow());
        await work.Commit(cancellationToken);
        return key;
    }
}
