using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>What a request under an <c>Idempotency-Key</c> holds while it runs. The unit of work marks it in its own transaction.</summary>
public sealed record IdempotencyClaim(TenantId Tenant, string Key, Guid Id);

/// <summary>The claim of the request under way, if it has one; one per scope.</summary>
public sealed class CurrentClaim
{
    public IdempotencyClaim? Claim { get; set; }
}

/// <param name="Location">The header of that name, if there was one.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

public abstract record ClaimOutcome
{
    public sealed record Ours(IdempotencyClaim Claim) : ClaimOutcome;

    public sealed record Answered(StoredAnswer Answer) : ClaimOutcome;

    /// <summary>The same key came with another request.</summary>
    public sealed record Reused : ClaimOutcome;

    /// <param name="Resource">What a request that died before it answered had made.</param>
    public sealed record UnderWay(string? Resource) : ClaimOutcome;
}

public interface IIdempotencyKeys
{
    /// <param name="request">Route and body: what must be the same when the key comes again.</param>
    Task<ClaimOutcome> Claim(TenantId tenant, string key, byte[] request, CancellationToken cancellationToken);

    Task Answer(IdempotencyClaim claim, StoredAnswer answer, CancellationToken cancellationToken);

    /// <summary>Gives the key back, unless work was committed under it.</summary>
    Task Release(IdempotencyClaim claim, CancellationToken cancellationToken);

    /// <summary>Forgets keys after their day.</summary>
    Task<int> Forget(CancellationToken cancellationToken);
}

public sealed record IdempotencyKeyReused() : Refusal(RefusalKind.Conflict, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used with another request");

public sealed record IdempotencyInProgress(string? Resource) : Refusal(RefusalKind.Conflict, "IDEMPOTENCY_IN_PROGRESS", "The first request under this Idempotency-Key has not answered yet")
{
    public override IReadOnlyDictionary<string, object?>? Details => Resource is null ? null : new Dictionary<string, object?> { ["resource"] = Resource };

    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}
