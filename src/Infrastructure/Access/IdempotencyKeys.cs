using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Access;

internal sealed class IdempotencyKeys(NpgsqlDataSource database, Envelopes envelopes, TimeProvider clock) : IIdempotencyKeys
{
    private const string Purpose = "idempotency";

    public async Task<ClaimOutcome> Claim(TenantId tenant, string key, byte[] request, CancellationToken cancellationToken)
    {
        var claim = new IdempotencyClaim(tenant, key, Guid.CreateVersion7(clock.GetUtcNow()));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // A claim whose request died is taken over after a minute, and a key is free again after a day.
        var ours = await connection.QuerySingleOrDefaultAsync<bool>(new CommandDefinition(
            """
            insert into idempotency_keys (tenant_id, key, id, fingerprint, state, claimed_until)
            values (@tenant, @key, @id, @fingerprint, 'Claimed', now() + interval '60 seconds')
            on conflict (tenant_id, key) do update
               set id = excluded.id, fingerprint = excluded.fingerprint, state = excluded.state, claimed_until = excluded.claimed_until,
                   resource = null, resource_id = null, outcomes = null, status = null, answer_envelope = null, created_at = now()
             where idempotency_keys.created_at < now() - interval '24 hours'
                or (idempotency_keys.state = 'Claimed' and idempotency_keys.claimed_until < now())
            returning true
            """,
            new { tenant = tenant.Value, key, id = claim.Id, fingerprint = envelopes.Mac(Purpose, request) },
            cancellationToken: cancellationToken));
        if (ours)
            return new ClaimOutcome.Ours(claim);

        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select id, fingerprint, state, resource, resource_id, outcomes::text as outcomes, answer_envelope, state = 'Committed'
                and claimed_until < now() as is_unanswered
              from idempotency_keys
             where tenant_id = @tenant and key = @key
            """,
            new { tenant = tenant.Value, key }, cancellationToken: cancellationToken));
        if (row is null)
            return new ClaimOutcome.UnderWay(null);
        if (!envelopes.MacMatches(Purpose, request, row.Fingerprint))
            return new ClaimOutcome.Reused();
        if (row.AnswerEnvelope is { } envelope)
            return new ClaimOutcome.Answered(
                JsonSerializer.Deserialize(envelopes.Open(Place(row.Id, tenant), envelope), AccessJson.Default.StoredAnswer)!);
        return row.IsUnanswered && await TakeOver(connection, claim, row.Id, cancellationToken)
            ? new ClaimOutcome.Ours(claim, new(row.Resource is { } name && row.ResourceId is { } id ? new(name, id, row.Outcomes) : null))
            : new ClaimOutcome.UnderWay(row.Resource);
    }

    public async Task Answer(IdempotencyClaim claim, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var envelope = envelopes.Seal(Place(claim.Id, claim.Tenant),
            JsonSerializer.SerializeToUtf8Bytes(answer, AccessJson.Default.StoredAnswer));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update idempotency_keys set state = 'Answered', status = @status, answer_envelope = @envelope
             where tenant_id = @tenant and key = @key and id = @id
            """,
            new { tenant = claim.Tenant.Value, key = claim.Key, id = claim.Id, status = answer.Status, envelope },
            cancellationToken: cancellationToken));
    }

    public async Task Release(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from idempotency_keys where tenant_id = @tenant and key = @key and id = @id and state = 'Claimed';
            update idempotency_keys set claimed_until = now() where tenant_id = @tenant and key = @key and id = @id and state = 'Committed'
            """,
            new { tenant = claim.Tenant.Value, key = claim.Key, id = claim.Id }, cancellationToken: cancellationToken));
    }

    public async Task<int> Purge(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency_keys where created_at < now() - interval '24 hours'", cancellationToken: cancellationToken));
    }

    /// <summary>Of several requests that find the answer missing, one makes it.</summary>
    private static async Task<bool> TakeOver(
        NpgsqlConnection connection, IdempotencyClaim claim, Guid seen, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update idempotency_keys set id = @id, claimed_until = now() + interval '20 seconds'
             where tenant_id = @tenant and key = @key and id = @seen and state = 'Committed' and claimed_until < now()
            """,
            new { id = claim.Id, tenant = claim.Tenant.Value, key = claim.Key, seen }, cancellationToken: cancellationToken)) == 1;

    private static EnvelopePlace Place(Guid id, TenantId tenant) => new("idempotency_keys", id, tenant.Value);

    private sealed record Row(
        Guid Id, byte[] Fingerprint, string State, string? Resource, Guid? ResourceId, string? Outcomes, byte[]? AnswerEnvelope,
        bool IsUnanswered);
}
