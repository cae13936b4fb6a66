using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Infrastructure.Numbers;

internal sealed class CleanUpRows(Transaction transaction) : ICleanUps
{
    public void Add(Instance instance, CleanUp act)
    {
        transaction.Queue(
            "insert into outbox (id, kind, tenant_id, payload) values (gen_random_uuid(), 'cleanup', @tenant, @payload::jsonb)",
            ("tenant", instance.Tenant.Value),
            ("payload", JsonSerializer.Serialize(new OwedCleanUp(instance.Id.Value, instance.Number.Digits, act), StoredJson.Default.OwedCleanUp)));
        transaction.Notify(Channels.CleanUp, instance.Id.Value);
    }
}

internal sealed class OwedCleanUps(NpgsqlDataSource database) : IOwedCleanUps
{
    public async Task<bool> Hurry(NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with owed as (
                update outbox set run_at = least(run_at, now())
                 where kind = 'cleanup' and payload->>'number' = @number
                returning id)
            select exists (select from owed, pg_notify('cleanup', @number))
            """,
            new { number = number.Value.ToString() }, cancellationToken: cancellationToken));
    }
}

/// <summary>The payload of a clean-up in the outbox: the number itself may be gone by the time.</summary>
internal sealed record OwedCleanUp(Guid Number, string Phone, CleanUp Act);
