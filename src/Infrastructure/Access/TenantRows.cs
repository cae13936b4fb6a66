using PilotPairing.Application.Access;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class TenantRows(Transaction transaction) : ITenants
{
    public void Add(Tenant tenant, DateTimeOffset now) => transaction.Queue(
        """
        insert into tenants (id, name, mode, gateway, created_at)
        values (@id, @name, @mode, @gateway, @now)
        """,
        ("id", tenant.Id.Value), ("name", tenant.Name), ("mode", tenant.Mode.ToString()), ("gateway", tenant.Gateway), ("now", now));
}
