using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Due deliveries, written as a commit writes them but many at once.</summary>
internal static class Backlog
{
    /// <summary>Of a usual size: what a new number's event is.</summary>
    public const string Body =
        """{"event":"number.created","data":{"id":"evt_06f3c8k2v5w7x9y1z3a5b7c9d1","numberId":"num_06f3c8k2v5w7x9y1z3a5b7c9d1","instanceId":"num_06f3c8k2v5w7x9y1z3a5b7c9d1","instanceName":"pp-06f3c8k2v5w7x9y1z3a5b7c9d1","name":"Loja","number":"+5511999999999","provider":"PILOT_STATUS","state":"CLOSE","isFullyConnected":false,"externalRef":"customer-42","metadata":{},"sequence":1,"createdAt":"2026-01-15T12:00:00.000Z"},"type":"number.created","timestamp":"2026-01-15T12:00:00.000Z","schemaVersion":"3"}""";

    /// <summary>
    /// Adds <paramref name="perEndpoint"/> deliveries to each endpoint whose URL begins like this, and wakes the workers.
    /// </summary>
    public static Task Add(BenchDatabase database, string urls, int perEndpoint) => database.Execute(
        $"""
        begin;
        with target as (
            select endpoint.id as endpoint_id, endpoint.tenant_id, gen_random_uuid() as event_id
              from webhook_endpoints endpoint, generate_series(1, {perEndpoint})
             where starts_with(endpoint.url, '{urls}')),
        happened as (
            insert into events (id, tenant_id, type, sequence, body, created_at)
            select event_id, tenant_id, 'number.created', 1, '{Body}', now() from target)
        insert into outbox (id, kind, tenant_id, endpoint_id, event_id)
        select time_ordered_uuid(), 'delivery', tenant_id, endpoint_id, event_id from target order by event_id;
        select pg_notify('outbox', '');
        select pg_notify('pending', 'Deliveries:' || id) from webhook_endpoints where starts_with(url, '{urls}');
        commit
        """);
}
