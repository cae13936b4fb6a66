using System.Text.Json;
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

/// <summary>The payload of a clean-up in the outbox: the number itself may be gone by the time.</summary>
internal sealed record OwedCleanUp(Guid Number, string Phone, CleanUp Act);
