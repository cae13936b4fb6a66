using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Tests.Messaging;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>What stands in Hangfire's tables, which operators see: ids and hosts, never a secret, token, phone number or payload.</summary>
public sealed class JobSecretsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Jobs_are_written_down_without_secrets()
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(StatusCodes.Status503ServiceUnavailable);
        var endpoint = await host.NewEndpoint(sink.Url + "?token=hidden-in-the-query");
        var secret = (await host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        var shop = await Shop.Open(host);
        var recipient = Shop.Recipient();
        var link = await shop.Link(recipient);
        (await host.Call("PUT", "/v1/branding", new { logoUrl = "https://127.0.0.1:9/logo-hidden.png" })).Expect(200);
        var own = await host.NewLink();
        (await host.Call("DELETE", $"/v1/numbers/{own.NumberId()}")).Expect(200);
        await Scene.Eventually(async () => await host.Query<bool>(
            """
            select count(distinct invocationdata ->> 'Type') >= 4 from jobs.job
             where invocationdata ->> 'Type' ~ 'DeliverWebhooksJob|SendMessageJob|CleanUpSessionJob|FetchLogoJob' and statename in ('Succeeded', 'Scheduled', 'Failed')
            """));

        await NothingContains(secret, host.Tenant.Key.Raw.Value, link.Token(), recipient, "hidden", "schemaVersion", "whsec_", "rp_");
        (await host.Query<string>("select string_agg(arguments::text, ' ') from jobs.job")).Should()
            .Contain("127.0.0.1", "an operator knows a webhook by its host");
    }

    [Fact]
    public async Task Of_an_exception_that_holds_secrets_its_type_alone_is_written_down()
    {
        await using var sink = await WebhookSink.Start();
        var shop = await Shop.Open(host);
        await host.NewEndpoint(sink.Url, ["link.created"], shop.Key);
        var own = await host.NewLink(key: shop.Key);
        await host.Execute("delete from jobs.job");
        await host.Execute(
            """
            create function leak() returns trigger language plpgsql as
                $body$ begin raise exception using errcode = '22012', message = 'hidden in the message', detail = 'hidden in the detail', hint = new::text; end $body$;
            create trigger leak before update on outbox for each row when (new.lease_id is not null) execute function leak();
            create trigger leak before update on foreign_logos for each row execute function leak();
            """);

        (await host.Call("PUT", "/v1/branding", new { logoUrl = "https://127.0.0.1:9/logo-hidden.png" }, shop.Key)).Expect(200);
        (await host.Call("DELETE", $"/v1/numbers/{own.NumberId()}", null, shop.Key)).Expect(200);
        await shop.Link(Shop.Recipient());
        await Scene.Eventually(async () => await host.Query<long>(
            """
            select count(distinct job.invocationdata ->> 'Type') from jobs.job job join jobs.state state on state.jobid = job.id
             where state.name = 'Failed' and state.data ->> 'ExceptionMessage' = 'PostgresException 22012'
            """) == 4);

        await NothingContains("hidden", "logo", shop.Key, "whsec_", "rp_");
        await host.Execute("drop function leak() cascade");
    }

    /// <summary>In any table of Hangfire's, whatever version brings them.</summary>
    private async Task NothingContains(params string[] secrets)
    {
        var tables = await host.Query<string[]>(
            "select array_agg(table_name::text) from information_schema.tables where table_schema = 'jobs'");
        tables.Should().Contain(
            ["job", "jobparameter", "state", "hash", "set", "list", "server", "jobqueue", "lock", "counter", "aggregatedcounter"]);
        foreach (var table in tables)
            (await host.Query<string?>($"select string_agg(t::text, E'\n') from jobs.{table} t") ?? "").Should().NotContainAny(secrets);
    }
}
