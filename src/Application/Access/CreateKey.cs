using System.Security.Cryptography;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>The operator makes a further tenant key.</summary>
/// <param name="NamedById">Lets the key's id stand in for it even in live mode, from the networks of
/// <c>Access:KeyIdAllowedNetworks</c>.</param>
public sealed record CreateKey(TenantId Tenant, bool NamedById = false) : IRequest<Result<ApiKey>>;

public sealed record TenantNotFound() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Tenant not found");

internal sealed class CreateKeyHandler(
    IStore store, ITenantDirectory tenants, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<CreateKey, Result<ApiKey>>
{
    public async Task<Result<ApiKey>> Handle(CreateKey request, CancellationToken cancellationToken)
    {
        if (await tenants.Find(request.Tenant, cancellationToken) is not { } tenant)
            return new TenantNotFound();

        var key = new ApiKey(KeyId.Draw(random), tenant.Id, RawKey.Draw(tenant.Mode, random), KeyScope.Tenant, null, clock.GetUtcNow());
        if (request.NamedById)
            key = key with { NamedById = true };
        await using var work = await store.Begin(cancellationToken);
        work.Keys.Add(key);
        await work.Commit(cancellationToken);
        return key;
    }
}
