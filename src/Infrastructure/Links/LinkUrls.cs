using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Links;

/// <summary>URLs of links whose token we still hold, for pending messages and webhooks.</summary>
internal sealed class LinkUrls(NpgsqlDataSource database, Envelopes envelopes, ConnectAddress addresses, TimeProvider clock) : ILinkUrls
{
    public Task<string?> Of(PairingLink link, CancellationToken cancellationToken) =>
        Of(link.Tenant.Value, link.Id.Value, cancellationToken);

    public Task<PairingToken?> Token(PairingLink link, CancellationToken cancellationToken) =>
        Token(link.Tenant.Value, link.Id.Value, cancellationToken);

    /// <summary>Null when the link cannot be used.</summary>
    public async Task<string?> Of(Guid tenant, Guid link, CancellationToken cancellationToken) =>
        await Token(tenant, link, cancellationToken) is { } token
            ? $"{await addresses.Of(new(tenant), cancellationToken)}/connect/{token.Value}" : null;

    private async Task<PairingToken?> Token(Guid tenant, Guid link, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var envelope = await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select token_envelope from pairing_links where id = @link and tenant_id = @tenant and status = 'Active' and expires_at > @now",
            new { link, tenant, now = clock.GetUtcNow() }, cancellationToken: cancellationToken));
        return envelope is null ? null : PairingToken.FromStore(envelopes.OpenText(LinkRepository.Secrets.Place(link, tenant), envelope));
    }
}
