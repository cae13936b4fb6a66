using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Links;

public enum LinkStatus
{
    Active,
    Used,
    Expired,
    Revoked,
}

/// <summary>A link that a customer opens to connect a number. Reading it never changes it.</summary>
public sealed class PairingLink
{
    public static readonly TimeSpan DefaultLife = TimeSpan.FromDays(1);
    public static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>How long a spent link still shows its receipt.</summary>
    public static readonly TimeSpan ReceiptLife = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan RenewableFor = TimeSpan.FromDays(30);

    private PairingLink(
        LinkId id, TenantId tenant, NumberId? number, TokenHash tokenHash, LinkTerms terms, Labels labels, DateTimeOffset createdAt,
        DateTimeOffset expiresAt)
    {
        (Id, Tenant, Number, TokenHash, Terms, Labels, CreatedAt, ExpiresAt) =
            (id, tenant, number, tokenHash, terms, labels, createdAt, expiresAt);
    }

    public LinkId Id { get; }

    public TenantId Tenant { get; }

    /// <summary>Null until completion for links of the official API.</summary>
    public NumberId? Number { get; }

    public Provider Provider { get; private init; }

    public MetaFlow? MetaFlow { get; private init; }

    /// <summary>Null while nobody is at Meta with it.</summary>
    public MetaStep? MetaStep { get; private init; }

    public TokenHash TokenHash { get; }

    public LinkTerms Terms { get; }

    public Labels Labels { get; }

    public LinkStatus Status { get; private set; } = LinkStatus.Active;

    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it got the token it has; null while that is its first.</summary>
    public DateTimeOffset? RotatedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; }

    public DateTimeOffset? UsedAt { get; private set; }

    public static PairingLink ForPhone(
        LinkId id, TenantId tenant, NumberId number, TokenHash tokenHash, LinkTerms terms, Labels labels, TimeSpan life,
        DateTimeOffset now) =>
        new(id, tenant, number, tokenHash, terms, labels, now, now + life) { Provider = Provider.PilotStatus };

    public static PairingLink ForMeta(
        LinkId id, TenantId tenant, MetaFlow flow, TokenHash tokenHash, LinkTerms terms, Labels labels, TimeSpan life,
        DateTimeOffset now) =>
        new(id, tenant, null, tokenHash, terms, labels, now, now + life) { Provider = Provider.Meta, MetaFlow = flow };

    public static PairingLink FromStore(
        LinkId id, TenantId tenant, NumberId? number, Provider provider, MetaFlow? metaFlow, TokenHash tokenHash, LinkTerms terms,
        Labels labels,
        LinkStatus status, DateTimeOffset createdAt, DateTimeOffset? rotatedAt, DateTimeOffset expiresAt, DateTimeOffset? usedAt,
        MetaStep? metaStep = null) =>
        new(id, tenant, number, tokenHash, terms, labels, createdAt, expiresAt)
        {
            Provider = provider,
            MetaFlow = metaFlow,
            Status = status,
            RotatedAt = rotatedAt,
            UsedAt = usedAt,
            MetaStep = metaStep,
        };

    /// <summary>
    /// A number that was meant for a QR code may become one of the official API where the link's owner offers that; credentials are never
    /// asked for then.
    /// </summary>
    public bool Takes(MetaFlow flow) =>
        MetaFlow is { } own ? own == flow : flow == Links.MetaFlow.Embedded && Terms.Methods.Contains(PairingMethod.Meta);

    public bool OffersMeta => MetaFlow is not null || Terms.Methods.Contains(PairingMethod.Meta);

    /// <summary>The clock decides, not the job that later writes it down.</summary>
    public LinkStatus StatusAt(DateTimeOffset now) => Status == LinkStatus.Active && now >= ExpiresAt ? LinkStatus.Expired : Status;

    /// <summary>A token lasts thirty days at most, however often its end is moved.</summary>
    public bool MayEndAt(DateTimeOffset end, DateTimeOffset now) =>
        end >= now + ShortestLife && end <= (RotatedAt ?? CreatedAt) + LongestLife;

    public bool ShowsReceiptAt(DateTimeOffset now) => Status == LinkStatus.Used && UsedAt is { } used && now < used + ReceiptLife;

    /// <summary>Whether its customer can still ask for a new one.</summary>
    public bool IsRenewableAt(DateTimeOffset now) => StatusAt(now) == LinkStatus.Expired && now < ExpiresAt + RenewableFor;

    /// <summary>The state machine of a link; an expired one can be revived by its owner.</summary>
    internal static bool CanMove(LinkStatus from, LinkStatus to) => (from, to) switch
    {
        (LinkStatus.Active, LinkStatus.Used or LinkStatus.Expired or LinkStatus.Revoked) => true,
        (LinkStatus.Expired, LinkStatus.Active or LinkStatus.Revoked) => true,
        _ => false,
    };
}
