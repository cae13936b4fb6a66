using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Instances;

internal sealed class CleanUpRepository(Transaction transaction) : ICleanUps
{
    public void Add(Instance instance, CleanUp act)
    {
        transaction.Queue(
            """
            with known as (
                update numbers set session_left = false where id = @number and session_left)
            insert into outbox (id, kind, tenant_id, payload) values (gen_random_uuid(), 'cleanup', @tenant, @payload::jsonb)
            """,
            ("number", instance.Id.Value), ("tenant", instance.Tenant.Value), ("payload", Payload(instance.Id, instance.Number, act)));
        transaction.Signal(WorkKind.CleanUp, instance.Id.Value);
    }

    public void AddIfSessionLeft(TenantId tenant, NumberId number, PhoneNumber phone)
    {
        transaction.Queue(
            """
            with known as (
                update numbers set session_left = false where id = @number and session_left
                returning id)
            insert into outbox (id, kind, tenant_id, payload)
            select gen_random_uuid(), 'cleanup', @tenant, @payload::jsonb from known
            """,
            ("number", number.Value), ("tenant", tenant.Value), ("payload", Payload(number, phone, CleanUp.Logout)));
        transaction.Signal(WorkKind.CleanUp, number.Value);
    }

    private static string Payload(NumberId number, PhoneNumber phone, CleanUp act) =>
        JsonSerializer.Serialize(new PendingCleanUp(number.Value, phone.Digits, act), InstanceJson.Default.PendingCleanUp);
}

internal sealed class PendingCleanUpQueries(NpgsqlDataSource database) : IPendingCleanUps
{
    public async Task<bool> Hurry(NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with pending as (
                update outbox set run_at = least(run_at, now())
                 where kind = 'cleanup' and payload->>'number' = @number
                returning id)
            select exists (select from pending, pg_notify('pending', 'CleanUp:' || @number))
            """,
            new { number = number.Value.ToString() }, cancellationToken: cancellationToken));
    }
}

/// <summary>The payload of a clean-up in the outbox: the number itself may be gone by the time.</summary>
internal sealed record PendingCleanUp(Guid Number, string Phone, CleanUp Act);
