using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>Where a tenant's hosted pages are.</summary>
public sealed class ConnectAddress(IPublicAddress address, ITenantDirectory tenants)
{
    public async ValueTask<string> Of(TenantId tenant, CancellationToken cancellationToken) =>
        Of(await tenants.SettingsOf(tenant, cancellationToken));

    /// <summary>A choice that the installation has no more is none.</summary>
    public string Of(TenantSettings settings) => Known(settings.ConnectUrl) ?? address.ConnectUrl;

    /// <summary>The origin as the installation writes it; null when it is none of its own.</summary>
    public string? Known(string? url) => url is null
        ? null : address.ConnectUrls.FirstOrDefault(known => known.Equals(url.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
}
