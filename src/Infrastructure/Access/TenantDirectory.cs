using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Access;

internal sealed class TenantDirectory : ITenantDirectory, IDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly PostgresListener _listener;
    private readonly ConcurrentDictionary<Guid, Entry> _known = new();
    private readonly IDisposable _subscription;
    private long _changes;

    public TenantDirectory(NpgsqlDataSource database, PostgresListener listener)
    {
        (_database, _listener) = (database, listener);
        _subscription = listener.Subscribe(Channels.Access, Invalidate, InvalidateAll);
    }

    public async ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) => (await Load(tenant, cancellationToken))?.Tenant;

    public async ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
        (await Load(tenant, cancellationToken))?.Branding ?? BrandingLayer.Empty;

    public async ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) =>
        (await Load(tenant, cancellationToken))?.Settings ?? TenantSettings.Default;

    public void Dispose() => _subscription.Dispose();

    private async ValueTask<Entry?> Load(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(tenant.Value, out var known))
            return known;

        var before = Interlocked.Read(ref _changes);
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select tenants.name, tenants.mode, tenants.gateway, tenants.settings::text as settings, tenant_branding.branding::text as branding
              from tenants left join tenant_branding on tenant_branding.tenant_id = tenants.id
             where tenants.id = @id
            """,
            new { id = tenant.Value }, cancellationToken: cancellationToken));
        if (row is null)
            return null;

        var branding = row.Branding is null ? BrandingLayer.Empty : JsonSerializer.Deserialize(row.Branding, StoredJson.Default.BrandingLayer)!;
        var entry = new Entry(new(tenant, row.Name, row.Mode, row.Gateway), branding, JsonSerializer.Deserialize(row.Settings, StoredJson.Default.SettingsRow)!.ToSettings());
        if (!_listener.IsListening)
            return entry;
        _known[tenant.Value] = entry;
        // A notification that came during the read found nothing to invalidate.
        if (before != Interlocked.Read(ref _changes))
            _known.TryRemove(tenant.Value, out _);
        return entry;
    }

    private void Invalidate(string payload)
    {
        Interlocked.Increment(ref _changes);
        if (Guid.TryParse(payload, out var tenant))
            _known.TryRemove(tenant, out _);
    }

    private void InvalidateAll()
    {
        Interlocked.Increment(ref _changes);
        _known.Clear();
    }

    private sealed record Entry(Tenant Tenant, BrandingLayer Branding, TenantSettings Settings);

    private sealed record Row(string Name, TenantMode Mode, string Gateway, string Settings, string? Branding);
}
