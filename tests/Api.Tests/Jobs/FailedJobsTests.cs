using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// What a job's exception leaves behind: of a database that fails for a while nothing to decide about, of a bug its type.
/// </summary>
public sealed class FailedJobsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("53100", "Deleted", "The database failed (53100); what is pending is found again")]
    [InlineData("57P01", "Deleted", "The database failed (57P01); what is pending is found again")]
    [InlineData("22012", "Failed", "PostgresException 22012")]
    public async Task Only_what_an_operator_must_decide_about_stays_failed(string sqlState, string ended, string reason)
    {
        await using var sink = await WebhookSink.Start();
        var endpoint = await host.NewEndpoint(sink.Url, ["link.created"]);
        await host.Execute(
            $$"""
            delete from jobs.job;
            create function refuse() returns trigger language plpgsql as
                $body$ begin raise exception using errcode = '{{sqlState}}', message = 'hidden message'; end $body$;
            create trigger refuse before update on outbox for each row execute function refuse();
            """);
        await host.NewLink();
        await Scene.Eventually(async () =>
            await host.Query<bool>("select exists (select from jobs.job where statename in ('Failed', 'Deleted'))"));

        (await host.Query<string?>("select string_agg(distinct statename, ' ') from jobs.job where statename in ('Failed', 'Deleted')"))
            .Should().Be(ended);
        var stored = await host.Query<string>("select string_agg(state::text, ' ') from jobs.state state");
        stored.Should().Contain(reason).And.NotContain("hidden");
        await host.Execute("drop trigger refuse on outbox; drop function refuse(); update outbox set run_at = now() - interval '10 seconds'");
        await host.DispatchPending();

        await sink.Next();
        await Scene.Eventually(async () =>
            await host.Query<long>("select count(*) from outbox where endpoint_id = @id", new { id = WebhookRig.Row(endpoint) }) == 0);
        await host.Execute("delete from webhook_endpoints");
    }
}
