using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Every tenant is of this mode and decided these settings.</summary>
internal sealed class FakeTenants(TenantMode mode = TenantMode.Test) : ITenantDirectory
{
    public TenantSettings Settings { get; set; } = TenantSettings.Default;

    public ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Tenant?>(new(tenant, "tenant", mode, mode == TenantMode.Test ? Tenant.Simulator : Tenant.DefaultGateway));

    public ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
        ValueTask.FromResult(BrandingLayer.Empty);

    public ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult(Settings);
}
