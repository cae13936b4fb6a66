using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>What a request under an <c>Idempotency-Key</c> holds while it runs. The unit of work marks it in its own transaction.</summary>
public sealed record IdempotencyClaim(TenantId Tenant, string Key, Guid Id);

/// <summary>The claim of the request under way, if it has one; one per scope.</summary>
public sealed class CurrentClaim
{
    public IdempotencyClaim? Claim { get; set; }

    /// <summary>Set when an earlier request under the key committed its work and died before it answered.</summary>
    public CommittedRequest? Committed { get; set; }
}

/// <param name="Name">As it is written on the wire.</param>
/// <param name="Outcomes">What became of each entry of a request that has many, as JSON; null for every other request.</param>
public sealed record MadeResource(string Name, Guid Id, string? Outcomes = null);

/// <param name="Made">Null where the work made nothing that has an id.</param>
public sealed record CommittedRequest(MadeResource? Made);

/// <summary>Another request took the claim over meanwhile: what this one was about to commit is rolled back.</summary>
public sealed class IdempotencyClaimLostException() : Exception("The Idempotency-Key belongs to another request by now");

/// <param name="Location">The header of that name, if there was one.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

public abstract record ClaimOutcome
{
    /// <param name="Committed">Not null when the work is done already and only its answer is missing.</param>
    public sealed record Ours(IdempotencyClaim Claim, CommittedRequest? Committed = null) : ClaimOutcome;

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

    /// <summary>Gives the key back. Where work was committed under it, the next request makes its answer again.</summary>
    Task Release(IdempotencyClaim claim, CancellationToken cancellationToken);

    /// <summary>Deletes keys after a day.</summary>
    Task<int> Purge(CancellationToken cancellationToken);
}

public sealed record IdempotencyKeyReused() : Refusal(RefusalKind.Conflict, "IDEMPOTENCY_KEY_REUSED",
    "This Idempotency-Key was used with another request");

public sealed record IdempotencyInProgress(string? Resource)
    : Refusal(RefusalKind.Conflict, "IDEMPOTENCY_IN_PROGRESS", "The first request under this Idempotency-Key has not answered yet")
{
    public override IReadOnlyDictionary<string, object?>? Details =>
        Resource is null ? null : new Dictionary<string, object?> { ["resource"] = Resource };

    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}
