using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Ops;

internal sealed class OpsNumberQueries(NpgsqlDataSource database) : IOpsNumberQueries
{
    private const string Columns =
        """
        select number.id, number.tenant_id, tenant.name as tenant_name, tenant.mode, number.name, number.number, number.connected_number,
            number.provider, number.state,
               number.external_ref, number.last_disconnect_reason, number.last_disconnect_at, number.connected_at, number.checked_at,
               number.missed_at, number.created_at
        """;

    private const string OfReference = " and number.external_ref = @text";

    public async Task<Page<OpsNumber>> List(OpsNumberFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await database.Query<Row>(
            Listing(filter, page),
            new
            {
                tenant = filter.Tenant?.Value,
                text = filter.Text,
                forms = filter.Phone?.Forms.ToArray(),
                page.AfterTime,
                page.AfterId,
            },
            cancellationToken);
        return Page<OpsNumber>.Of(rows, page, row => new(row.CreatedAt, row.Id), row => row.ToNumber());
    }

    public async Task<OpsNumber?> Find(NumberId id, CancellationToken cancellationToken) => (await database.Find<Row>(
        $"{Columns} from numbers number join tenants tenant on tenant.id = number.tenant_id where number.id = @id", new { id = id.Value },
        cancellationToken))?.ToNumber();

    public async Task<OpsMetaHealth?> MetaHealth(NumberId id, CancellationToken cancellationToken) => await database.Find<OpsMetaHealth>(
        "select status, quality_rating, messaging_limit_tier, token_ends_at, asked_at from meta_credentials where number_id = @id",
        new { id = id.Value }, cancellationToken);

    private static string Listing(OpsNumberFilter filter, PageRequest page)
    {
        var ofTenant = filter.Tenant is not null;
        var order = Keyset.Order(ofTenant, "number");
        // Said as the indexes of a tenant say it; those of all tenants know removed numbers too.
        var state = filter.State is not { } wanted ? "number.state <> 'Removed'" : wanted switch
        {
            InstanceState.Removed => "number.state = 'Removed'",
            InstanceState.Close => "number.state <> 'Removed' and number.state = 'Close'",
            InstanceState.Connecting => "number.state <> 'Removed' and number.state = 'Connecting'",
            InstanceState.Open => "number.state <> 'Removed' and number.state = 'Open'",
        };
        var common = state + (ofTenant ? " and number.tenant_id = @tenant" : "") + Keyset.After(page, ofTenant, "number");
        string[] matches = filter switch
        {
            { Text: null } => [""],
            { Phone: null } => [OfReference],
            _ => [OfReference, " and number.number = any(@forms)", " and number.connected_number = any(@forms)"],
        };
        var branches = from match in matches
                       let found = $"select number.id, number.created_at from numbers number where {common}{match}"
                       // Found by its index and sorted then; else the planner may read all numbers in their order.
                       let ordered = match.Length > 0 && !ofTenant
                           ? $"select number.id, number.created_at from ({found} offset 0) number" : found
                       select $"({ordered} order by {order} limit {page.Fetch})";
        return $"""
            {Columns}
              from (select number.id, number.created_at from ({string.Join(" union ", branches)}) number
                  order by {order} limit {page.Fetch}) page
              join numbers number on number.id = page.id
              join tenants tenant on tenant.id = number.tenant_id
             order by {order}
            """;
    }

    private sealed record Row(
        Guid Id, Guid TenantId, string TenantName, TenantMode Mode, string Name, string Number, string? ConnectedNumber, Provider Provider,
        InstanceState State,
        string? ExternalRef, string? LastDisconnectReason, DateTimeOffset? LastDisconnectAt, DateTimeOffset? ConnectedAt,
        DateTimeOffset? CheckedAt,
        DateTimeOffset? MissedAt, DateTimeOffset CreatedAt)
    {
        public OpsNumber ToNumber() => new(
            new(Id), new(TenantId), TenantName, Mode, Name, PhoneNumber.FromStore(Number),
            ConnectedNumber is null ? null : PhoneNumber.FromStore(ConnectedNumber), Provider,
            State, ExternalRef, LastDisconnectReason, LastDisconnectAt, ConnectedAt, CheckedAt, MissedAt, CreatedAt);
    }
}
