using Hangfire;
using Hangfire.States;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// The jobs that work off pending rows, with the storage and servers of production: what is lost, deleted, requeued, poisoned or gone.
/// </summary>
public sealed class PendingJobsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private IBackgroundJobClient Jobs => host.App.Services.GetRequiredService<IBackgroundJobClient>();

    [Fact]
    public async Task A_row_whose_signal_was_lost_is_found()
    {
        var (sink, endpoint) = await Receiver();
        await using var _ = sink;

        await AddSilently(endpoint);
        await host.DispatchPending();

        await sink.Next();
    }

    [Fact]
    public async Task A_row_signalled_a_moment_before_it_is_due_is_delivered_without_the_recurring_job()
    {
        var (sink, endpoint) = await Receiver();
        await using var _ = sink;

        await AddSilently(endpoint, "0.5 seconds");
        host.App.Services.GetRequiredService<PendingSignals>().Signal(new(WorkKind.Deliveries, WebhookRig.Row(endpoint)));

        await sink.Next();
    }

    [Fact]
    public async Task Two_dispatchers_at_once_deliver_once()
    {
        var (sink, endpoint) = await Receiver();
        await using var _ = sink;
        var other = await ApiHost.On(host.Database.ConnectionString);
        await AddSilently(endpoint);

        await Task.WhenAll(host.DispatchPending(), other.DispatchPending());
        await Scene.Eventually(async () => await Rows(endpoint) == 0);
        await other.DisposeAsync();

        sink.All.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_node_without_workers_commits_is_delivered_by_one_that_has_them()
    {
        var (sink, _) = await Receiver();
        await using var held = sink;
        var web = await ApiHost.On(host.Database.ConnectionString, Role.Web);

        (await web.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone }, host.Tenant.Key.Raw.Value)).Expect(201);

        await sink.Next();
        await web.DisposeAsync();
    }

    [Fact]
    public async Task A_retry_whose_job_was_deleted_is_attempted_all_the_same()
    {
        var (sink, endpoint) = await Receiver();
        await using var _ = sink;
        sink.Answer = WebhookSink.Status(StatusCodes.Status503ServiceUnavailable);
        await host.NewLink();
        await Scene.Eventually(async () => await ScheduledJob() is not null);
        sink.Answer = WebhookSink.Status(StatusCodes.Status200OK);

        Jobs.Delete(await ScheduledJob());
        await host.Execute("update outbox set run_at = now() - interval '10 seconds' where endpoint_id = @id",
            new { id = WebhookRig.Row(endpoint) });
        await host.DispatchPending();

        await Scene.Eventually(async () => await Rows(endpoint) == 0);
    }

    [Fact]
    public async Task A_delivery_that_waits_for_a_retry_is_attempted_when_an_operator_requeues_its_job()
    {
        var (sink, endpoint) = await Receiver();
        await using var _ = sink;
        sink.Answer = WebhookSink.Status(StatusCodes.Status503ServiceUnavailable, ("Retry-After", "3600"));
        await host.NewLink();
        await Scene.Eventually(async () => await ScheduledJob() is not null);
        sink.Answer = WebhookSink.Status(StatusCodes.Status200OK);

        // What the dashboard does.
        Jobs.ChangeState(await ScheduledJob(), new EnqueuedState { Reason = "Triggered via Dashboard UI" });

        await Scene.Eventually(async () => await Rows(endpoint) == 0);
    }

    [Fact]
    public async Task A_poison_row_ends_its_job_with_the_reason_and_the_others_are_delivered()
    {
        var (poisoned, endpoint) = await Receiver();
        await using var first = poisoned;
        await host.Execute("update webhook_endpoints set secret_envelope = '\\x00' where id = @id", new { id = WebhookRig.Row(endpoint) });
        await using var sink = await WebhookSink.Start();
        await host.NewEndpoint(sink.Url);

        await host.NewLink();

        await sink.Next();
        await Scene.Eventually(async () => await host.Query<bool>(
            "select exists (select from jobs.state where name = 'Failed' and data ->> 'ExceptionMessage' like '%failed on our side%')"));
        (await Rows(endpoint)).Should().BePositive("it follows the retry schedule");
        await host.Execute("delete from webhook_endpoints where id = @id; delete from outbox where endpoint_id = @id",
            new { id = WebhookRig.Row(endpoint) });
    }

    [Theory]
    [InlineData(nameof(WorkKind.Deliveries), JobQueues.Deliveries)]
    [InlineData(nameof(WorkKind.Message), JobQueues.Messages)]
    [InlineData(nameof(WorkKind.CleanUp), JobQueues.Gateways)]
    [InlineData(nameof(WorkKind.Logo), JobQueues.Gateways)]
    public async Task A_job_whose_row_is_gone_succeeds(string kind, string queue)
    {
        var gone = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var job = Jobs.Create(
            PendingJobs.Of(new(Enum.Parse<WorkKind>(kind), gone, queue, host.Tenant.Tenant.Id.Value.ToString(), "gone.example.com")),
            new EnqueuedState());

        await Scene.Eventually(async () =>
            await host.Query<string>("select statename from jobs.job where id = @id", new { id = long.Parse(job, null) }) == "Succeeded");
    }

    private async Task<(WebhookSink Sink, string Endpoint)> Receiver()
    {
        await host.Execute("delete from outbox; delete from webhook_endpoints; delete from jobs.job where statename = 'Scheduled'");
        var sink = await WebhookSink.Start();
        return (sink, await host.NewEndpoint(sink.Url));
    }

    private Task<string?> ScheduledJob() =>
        host.Query<string?>("select (select id::text from jobs.job where statename = 'Scheduled' order by id desc limit 1)");

    private Task<long> Rows(string endpoint) =>
        host.Query<long>("select count(*) from outbox where endpoint_id = @id", new { id = WebhookRig.Row(endpoint) });

    /// <summary>As after a crash between the commit and the signal.</summary>
    private Task AddSilently(string endpoint, string due = "-10 seconds") => host.Execute(
        """
        with happened as (
            insert into events (id, tenant_id, type, sequence, body, created_at) values (gen_random_uuid(), @tenant, 'number.created', 1, '{}', now()) returning id)
        insert into outbox (id, kind, tenant_id, endpoint_id, event_id, run_at)
        select gen_random_uuid(), 'delivery', @tenant, @endpoint, happened.id, now() + @due::interval from happened
        """,
        new { tenant = host.Tenant.Tenant.Id.Value, endpoint = WebhookRig.Row(endpoint), due });
}
