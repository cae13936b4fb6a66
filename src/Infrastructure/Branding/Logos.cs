using Dapper;
using Npgsql;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Branding;

/// <summary>Which copy stands for a foreign logo, from memory while nothing about the tenant changes.</summary>
internal sealed class Logos : ILogos, IDisposable
{
    private const int MostKnown = 10_000;

    private readonly NpgsqlDataSource _database;
    private readonly LogoAddress _address;
    private readonly PostgresListener _listener;
    private readonly NotifiedCache<(Guid Tenant, string Url), AssetId?> _known = new(MostKnown);
    private readonly IDisposable _subscription;

    public Logos(NpgsqlDataSource database, LogoAddress address, PostgresListener listener)
    {
        (_database, _address, _listener) = (database, address, listener);
        _subscription = listener.Subscribe(Channels.Access, Drop, _known.Clear);
    }

    public async ValueTask<string?> Shown(TenantId tenant, string? logoUrl, CancellationToken cancellationToken)
    {
        if (logoUrl is null)
            return null;
        var asset = _address.OwnAsset(logoUrl) ?? await Copy(tenant, logoUrl, cancellationToken);
        return asset is { } id ? LogoAddress.PathOf(id) : null;
    }

    /// <summary>Without a tenant: the unguessable address is the permission, and every page that shows the logo contains it.</summary>
    public async Task<LogoImage?> Find(AssetId id, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var content = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "select content from assets where id = @id", new { id = id.Value }, cancellationToken: cancellationToken));
        // What was kept before there was a limit is not shown beyond it.
        return content is null ? null : LogoImage.Parse(content).Match<LogoImage?>(image => image, _ => null);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _known.Dispose();
    }

    private ValueTask<AssetId?> Copy(TenantId tenant, string url, CancellationToken cancellationToken) =>
        _known.Get((tenant.Value, url), token => Read(tenant, url, token), _ => _listener.IsListening, cancellationToken);

    private async Task<AssetId?> Read(TenantId tenant, string url, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var found = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select asset_id from foreign_logos where tenant_id = @tenant and url_hash = @hash",
            new { tenant = tenant.Value, hash = BrandingRepository.HashOf(url) }, cancellationToken: cancellationToken));
        return found is { } id ? new AssetId(id) : null;
    }

    private void Drop(string payload)
    {
        if (Guid.TryParse(payload, out var tenant))
            _known.Drop((name, _) => name.Tenant == tenant);
    }
}
