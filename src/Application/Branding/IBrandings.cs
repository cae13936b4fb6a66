using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

public sealed record Asset(AssetId Id, TenantId Tenant, string FileName, LogoImage Image, DateTimeOffset CreatedAt);

public interface IBrandings
{
    /// <summary>Merges in one statement, so that two changes at once lose nothing of each other.</summary>
    Task<BrandingLayer> Change(TenantId tenant, BrandingChange change, DateTimeOffset now);

    void Add(Asset asset);

    /// <summary>Has images fetched from somebody else's server, once and in the background; what fails is not shown.</summary>
    void Want(TenantId tenant, IEnumerable<string> urls, DateTimeOffset now);

    /// <summary>The copy is there.</summary>
    void Fetched(TenantId tenant, string logoUrl, AssetId copy);
}

/// <summary>Pages show logos from our own origin only.</summary>
public interface ILogos
{
    /// <summary>The path of our copy of a logo, such as <c>/assets/ast_…</c>; null while there is none.</summary>
    ValueTask<string?> Shown(TenantId tenant, string? logoUrl, CancellationToken cancellationToken);

    Task<LogoImage?> Find(AssetId id, CancellationToken cancellationToken);
}
