using System.Security.Cryptography;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>Replaces a key. The old one lives on for the grace period, so that a deployment can change over without a gap.</summary>
public sealed record RotateKey(KeyId Key, TimeSpan Grace) : IRequest<Result<ApiKey>>;

public sealed record KeyNotFound() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Key not found");

internal sealed class RotateKeyHandler(IStore store, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<RotateKey, Result<ApiKey>>
{
    public async Task<Result<ApiKey>> Handle(RotateKey request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (await work.Keys.Retire(request.Key, now + request.Grace, now) is not { } old)
            return new KeyNotFound();

        var key = new ApiKey(KeyId.Draw(random), old.Tenant, RawKey.Draw(old.Mode, random), old.Scope, old.Number);
        work.Keys.Add(key, now);
        await work.Commit(cancellationToken);
        return key;
    }
}
