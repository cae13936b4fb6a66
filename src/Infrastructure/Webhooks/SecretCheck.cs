using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>Webhook secrets stand for everything encrypted: they are the ones that live long. The oldest are looked at, whose key is the first to be forgotten.</summary>
internal sealed class SecretCheck(NpgsqlDataSource database, Envelopes envelopes) : ISecretCheck
{
    private const int Most = 100;

    public async Task<SecretState> Look(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(Guid Id, Guid Tenant, byte[] Envelope)>(new CommandDefinition(
            "select id, tenant_id, secret_envelope from webhook_endpoints order by id limit @most", new { most = Most }, cancellationToken: cancellationToken))).AsList();
        return new(rows.Count, rows.Count(row => !Opens(new("webhook_endpoints", row.Id, row.Tenant), row.Envelope)));
    }

    private bool Opens(EnvelopePlace place, byte[] envelope)
    {
        try
        {
            envelopes.Open(place, envelope);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
