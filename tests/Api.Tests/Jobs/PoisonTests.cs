using PilotPairing.Api.Tests.Messaging;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// Rows whose work always throws, of each kind but deliveries: the job says why, the row waits longer each time, and the others go on.
/// </summary>
public sealed class PoisonTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Postponed =
        "select exists (select from outbox where kind = @kind and lease_id is null and attempt >= 1 and run_at > created_at + interval '4 seconds')";

    [Fact]
    public async Task A_message_that_cannot_be_written_waits_and_another_is_sent()
    {
        var shop = await Shop.Open(host);
        await host.Execute(
            """
            create function poison() returns trigger language plpgsql as $body$ begin new.token_envelope := '\x00'; return new; end $body$;
            create trigger poison before insert on pairing_links for each row execute function poison();
            """);
        await shop.Link(Shop.Recipient());
        await host.Execute("drop function poison() cascade");

        await Scene.Eventually(() => host.Query<bool>(Postponed, new { kind = "send" }));

        (await Reason("SendMessageJob")).Should().Be("CryptographicException");
        (await shop.Link(Shop.Recipient())).ShouldBeSent();
        await host.DispatchPending();
        (await host.Query<long>(
            "select count(*) from jobs.job where invocationdata ->> 'Type' like '%SendMessageJob%' and statename = 'Failed'")).Should()
                .Be(1);
        await host.Execute("delete from outbox");
    }

    [Fact]
    public async Task A_clean_up_that_nobody_can_read_waits_and_another_is_done()
    {
        await host.Execute(
            """
            create function poison() returns trigger language plpgsql as $body$ begin new.payload := jsonb_set(new.payload, '{act}', '"OfALaterVersion"'); return new; end $body$;
            create trigger poison before insert on outbox for each row when (new.kind = 'cleanup') execute function poison();
            """);
        (await host.Call("DELETE", $"/v1/numbers/{(await host.NewLink()).NumberId()}")).Expect(200);
        await host.Execute("drop function poison() cascade");

        await Scene.Eventually(() => host.Query<bool>(Postponed, new { kind = "cleanup" }));

        (await Reason("CleanUpSessionJob")).Should().Contain("JsonException");
        (await host.Call("DELETE", $"/v1/numbers/{(await host.NewLink()).NumberId()}")).Expect(200);
        await Scene.Eventually(async () => await host.Query<long>("select count(*) from outbox where kind = 'cleanup'") == 1);
        await host.Execute("delete from outbox");
    }

    [Fact]
    public async Task A_kind_that_cannot_be_looked_up_does_not_hold_up_the_others()
    {
        await using var sink = await WebhookSink.Start();
        var endpoint = await host.NewEndpoint(sink.Url, ["link.created"]);
        await host.Execute("insert into outbox (id, kind, tenant_id, payload, run_at) select gen_random_uuid(), 'cleanup', id, '{\"number\":\"none\"}', now() - interval '10 seconds' from tenants limit 1");
        await host.Execute(
            """
            with happened as (
                insert into events (id, tenant_id, type, sequence, body, created_at) values (gen_random_uuid(), @tenant, 'link.created', 1, '{}', now()) returning id)
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id, run_at)
            select gen_random_uuid(), 'delivery', @tenant, @endpoint, happened.id, now() - interval '10 seconds' from happened
            """,
            new { tenant = host.Tenant.Tenant.Id.Value, endpoint = WebhookRig.Row(endpoint) });

        await host.DispatchPending();

        await sink.Next();
        await Scene.Eventually(async () => await host.Query<long>("select count(*) from outbox where kind = 'delivery'") == 0);
        await host.Execute("delete from outbox");
    }

    /// <summary>It is written down a moment after the row.</summary>
    private async Task<string> Reason(string job)
    {
        string? reason = null;
        await Scene.Eventually(async () => (reason = await host.Query<string?>(
            """
            select state.data ->> 'ExceptionMessage' from jobs.job job join jobs.state state on state.jobid = job.id
             where job.invocationdata ->> 'Type' like '%' || @job || '%' and state.name = 'Failed' limit 1
            """,
            new { job })) is not null);
        return reason!;
    }
}
