using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Pairing;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Pairing;

internal sealed class LinkTokens(NpgsqlDataSource database, Envelopes envelopes) : ILinkTokens
{
    public async Task<PairingToken?> Of(PairingLink link, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var envelope = await connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select token_envelope from pairing_links where id = @id and tenant_id = @tenant and status = 'Active'", new { id = link.Id.Value, tenant = link.Tenant.Value },
            cancellationToken: cancellationToken));
        return envelope is null
            ? null
            : PairingToken.Parse(envelopes.OpenText(LinkRows.PlaceOf(link), envelope)) ?? throw new CryptographicException("The envelope holds no pairing token");
    }
}
