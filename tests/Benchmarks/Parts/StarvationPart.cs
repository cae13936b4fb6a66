using PilotPairing.Benchmarks.Lab;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>Whether one tenant's receivers, dead or slow, can hold up another tenant's webhooks.</summary>
internal static class StarvationPart
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Table> Run(Server server)
    {
        var table = new Table("Nobody starves");
        await using var receiver = await Receiver.Start();
        receiver.Answer = context => context.Request.Path.Value switch
        {
            { } path when path.StartsWith("/slow/", StringComparison.Ordinal) => Wait(Slow, context.RequestAborted),
            { } path when path.StartsWith("/silent/", StringComparison.Ordinal) => Wait(Timeout.InfiniteTimeSpan, context.RequestAborted),
            _ => Task.CompletedTask,
        };
        await using var database = await server.Create("bench_starvation");
        var tenants = await Tenants.Create(database, 2);
        await using var product = await Product.Start(database);
        await product.RegisterEndpoint(tenants[1].Key, receiver.Url + "/other", "link.created");
        var alone = await Pulse.Measure(product, tenants[1].Key, receiver, 30, 3, Patience);
        table.Add("30 events of a tenant, nothing else", Pulse.Text(alone), "", "", null);

        await product.RegisterEndpoints([tenants[0]], receiver.Url + "/slow/", 200);
        await product.RegisterEndpoints([tenants[0]], receiver.Url + "/silent/", 200);
        await Backlog.Add(database, receiver.Url + "/s", 5);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var beside = await Pulse.Measure(product, tenants[1].Key, receiver, 30, 3, Patience);
        table.Add("beside 200 endpoints that answer after 14 s and 200 that never do", Pulse.Text(beside), "", "p99 ≤ 1 s",
            beside.Percentile(0.99) <= 1000);
        await database.Execute("delete from outbox where endpoint_id in (select id from webhook_endpoints where url like '%/s%')");

        await WaitingForRetries(database);
        var waiting = await Pulse.Measure(product, tenants[1].Key, receiver, 90, 3, Patience);
        table.Add("with 50,000 endpoints that wait for a retry", Pulse.Text(waiting), "", "p99 ≤ 1 s", waiting.Percentile(0.99) <= 1000);
        table.Note("Request → first byte of the first attempt; what had not come after 60 s counts as 60 s.");
        return table;
    }

    private static Task WaitingForRetries(BenchDatabase database) => database.Execute(
        """
        insert into tenants (id, name, mode, gateway, created_at)
        select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'waiting', 'Test', 'simulator', now() from generate_series(1, 50) i;
        insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, failing_since, created_at, updated_at)
        select gen_random_uuid(), tenants.id, 'Tenant', 'waiting', 'https://example.com/', '{*}', true, '', now(), now(), now()
          from tenants, generate_series(1, 1000) where tenants.name = 'waiting';
        insert into events (id, tenant_id, type, sequence, body, created_at)
        select tenants.id, tenants.id, 'number.created', 1, '{}', now() from tenants where tenants.name = 'waiting';
        insert into outbox (id, kind, tenant_id, endpoint_id, event_id, attempt, run_at)
        select time_ordered_uuid(), 'delivery', endpoint.tenant_id, endpoint.id, endpoint.tenant_id, 1, now() + interval '1 hour'
          from webhook_endpoints endpoint where endpoint.name = 'waiting';
        analyze
        """);

    private static async Task Wait(TimeSpan time, CancellationToken aborted) =>
        await Task.Delay(time, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
