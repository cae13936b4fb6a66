using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class TenantDirectory : ITenantDirectory, IDisposable
{
    private const int MostKnown = 50_000;

    private readonly NpgsqlDataSource _database;
    private readonly PostgresListener _listener;
    private readonly NotifiedCache<Guid, Entry?> _known = new(MostKnown);
    private readonly IDisposable _subscription;

    public TenantDirectory(NpgsqlDataSource database, PostgresListener listener)
    {
        (_database, _listener) = (database, listener);
        _subscription = listener.Subscribe(Channels.Access, Drop, _known.Clear);
    }

    public async ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) =>
        (await Load(tenant, cancellationToken))?.Tenant;

    public async ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
        (await Load(tenant, cancellationToken))?.Branding ?? BrandingLayer.Empty;

    public async ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) =>
        (await Load(tenant, cancellationToken))?.Settings ?? TenantSettings.Default;

    public void Dispose()
    {
        _subscription.Dispose();
        _known.Dispose();
    }

    private ValueTask<Entry?> Load(TenantId tenant, CancellationToken cancellationToken) =>
        _known.Get(tenant.Value, token => Read(tenant, token), entry => entry is not null && _listener.IsListening, cancellationToken);

    private async Task<Entry?> Read(TenantId tenant, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select tenants.name, tenants.mode, tenants.gateway, tenants.settings::text as settings,
                tenant_branding.branding::text as branding
              from tenants left join tenant_branding on tenant_branding.tenant_id = tenants.id
             where tenants.id = @id
            """,
            new { id = tenant.Value }, cancellationToken: cancellationToken));
        if (row is null)
            return null;

        var branding = row.Branding is null
            ? BrandingLayer.Empty : JsonSerializer.Deserialize(row.Branding, AccessJson.Default.BrandingLayer)!;
        return new(new(tenant, row.Name, row.Mode, row.Gateway), branding,
            JsonSerializer.Deserialize(row.Settings, AccessJson.Default.SettingsRow)!.ToSettings());
    }

    private void Drop(string payload)
    {
        if (Guid.TryParse(payload, out var tenant))
            _known.Drop(tenant);
    }

    private sealed record Entry(Tenant Tenant, BrandingLayer Branding, TenantSettings Settings);

    private sealed record Row(string Name, TenantMode Mode, string Gateway, string Settings, string? Branding);
}
