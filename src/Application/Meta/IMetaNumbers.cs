using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>What Graph let us have of a number.</summary>
/// <param name="Token">Works on the number until it ends or is taken back at Meta.</param>
/// <param name="TokenEndsAt">Null for a token without an end.</param>
/// <param name="Pin">The one that we set or the customer typed; null where the number was registered before.</param>
public sealed record MetaAccess(MetaNumber Number, MetaId Account, MetaSecret Token, DateTimeOffset? TokenEndsAt, MetaSecret? Pin);

/// <summary>What is stored of a number of the official API beside the number itself.</summary>
/// <param name="AskedAt">When Graph answered this.</param>
public sealed record MetaRecord(
    NumberId Number, TenantId Tenant, MetaId PhoneNumberId, MetaId Account, string? VerifiedName, string? Status, string? QualityRating,
    string? MessagingLimitTier,
    bool OnBusinessApp, DateTimeOffset? TokenEndsAt, DateTimeOffset AskedAt)
{
    /// <summary>A flagged number of low quality still sends.</summary>
    public bool MaySend => Status is null or "CONNECTED" or "FLAGGED";
}

public interface IMetaNumbers
{
    /// <summary>
    /// The oldest living number of a tenant that stands for a number at Meta; null where none does. Other callers that ask for the same
    /// wait for this unit of work.
    /// </summary>
    Task<NumberId?> Hold(TenantId tenant, MetaId number);

    /// <summary>What was stored of the number before is replaced; a PIN only by another.</summary>
    void Put(Instance instance, MetaAccess access, DateTimeOffset now);

    /// <summary>What Graph says of the number now.</summary>
    void Note(NumberId number, MetaNumber reported, DateTimeOffset now);

    /// <summary>Meta sent a notification about these business accounts: makes a refresh of their numbers due.</summary>
    void RequestRefresh(IReadOnlyList<MetaId> accounts);

    /// <summary>With the token: nothing can be done at Meta with the number any more.</summary>
    void Delete(NumberId number);
}

public interface IMetaNumberQueries
{
    /// <summary>The number that <see cref="IMetaNumbers.Hold"/> would answer.</summary>
    Task<NumberId?> Find(TenantId tenant, MetaId number, CancellationToken cancellationToken);

    /// <summary>The PIN that a living number of the tenant was registered with last, as far as we know it.</summary>
    Task<MetaSecret?> Pin(TenantId tenant, MetaId number, CancellationToken cancellationToken);

    Task<MetaRecord?> Find(NumberId number, CancellationToken cancellationToken);

    Task<MetaSecret?> Token(NumberId number, CancellationToken cancellationToken);

    /// <summary>The numbers of these business accounts, of all tenants.</summary>
    Task<IReadOnlyList<NumberId>> OfAccounts(IReadOnlyList<MetaId> accounts, CancellationToken cancellationToken);
}
