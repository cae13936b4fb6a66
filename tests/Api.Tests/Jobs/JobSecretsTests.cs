using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Tests.Messaging;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>What stands in Hangfire's tables, which operators see: ids and hosts, never a secret, token, phone number or payload.</summary>
public sealed class JobSecretsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Tables = ["job", "jobparameter", "state", "hash", "set", "list", "server", "jobqueue", "lock"];

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

        foreach (var table in Tables)
        {
            var text = await host.Query<string?>($"select string_agg(t::text, E'\\n') from jobs.{table} t");
            text?.Should().NotContainAny(
                secret, host.Tenant.Key.Raw.Value, link.Token(), recipient, recipient.TrimStart('+'), "hidden", "schemaVersion", "whsec_", "rp_");
        }

        (await host.Query<string>("select string_agg(arguments::text, ' ') from jobs.job")).Should().Contain("127.0.0.1", "an operator knows a webhook by its host");
    }
}
