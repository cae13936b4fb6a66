using System.Text.Json;
using Dapper;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Pairing;

internal sealed class LinkRows(Transaction transaction, Envelopes envelopes) : ILinks
{
    public void Add(PairingLink link, PairingToken token) => transaction.Queue(
        """
        insert into pairing_links (id, tenant_id, number_id, provider, meta_flow, token_hash, token_envelope, status, terms, external_ref, metadata, created_at, expires_at)
        values (@id, @tenant, @number, @provider, @metaFlow, @tokenHash, @tokenEnvelope, 'Active', @terms::jsonb, @externalRef, @metadata::jsonb, @createdAt, @expiresAt)
        """,
        ("id", link.Id.Value), ("tenant", link.Tenant.Value), ("number", link.Number?.Value), ("provider", link.Provider.ToString()), ("metaFlow", link.MetaFlow?.ToString()),
        ("tokenHash", link.TokenHash.ToArray()), ("tokenEnvelope", envelopes.Seal(PlaceOf(link), token.Value)),
        ("terms", JsonSerializer.Serialize(link.Terms, StoredJson.Default.LinkTerms)), ("externalRef", link.Labels.ExternalRef),
        ("metadata", JsonSerializer.Serialize(link.Labels.Metadata, StoredJson.Default.IReadOnlyDictionaryStringString)),
        ("createdAt", link.CreatedAt), ("expiresAt", link.ExpiresAt));

    public void SpendAll(NumberId number, DateTimeOffset now) => transaction.Queue(
        """
        update pairing_links set status = 'Used', used_at = @now, token_envelope = null
         where number_id = @number and status = 'Active'
        """,
        ("number", number.Value), ("now", now));

    public async Task<IReadOnlyList<PairingLink>> ExpireDue(DateTimeOffset now, int atMost)
    {
        var rows = await (await transaction.Now()).QueryAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set status = 'Expired', token_envelope = null
             where id in (select id from pairing_links where status = 'Active' and expires_at <= @now order by expires_at limit @atMost for update skip locked)
            returning {LinkRow.Columns}
            """,
            new { now, atMost }, cancellationToken: transaction.CancellationToken));
        return [.. rows.Select(row => row.ToLink())];
    }

    public async Task<IReadOnlyList<PairingLink>> RevokeAll(NumberId number, DateTimeOffset now)
    {
        var rows = await (await transaction.Now()).QueryAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set status = 'Revoked', token_envelope = null
             where number_id = @number and status in ('Active', 'Expired')
            returning {LinkRow.Columns}
            """,
            new { number = number.Value }, cancellationToken: transaction.CancellationToken));
        return [.. rows.Select(row => row.ToLink()).Where(link => link.ExpiresAt > now)];
    }

    private static EnvelopePlace PlaceOf(PairingLink link) => new("pairing_links", link.Id.Value, link.Tenant.Value);
}
