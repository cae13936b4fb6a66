using System.Text.Json;
using Dapper;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Errors;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// <c>kill -9</c> of the built program at each step of a delivery and of a message, and what the next process makes of it. Many kills at
/// random points under load are <c>build/bench faults</c>.
/// </summary>
public sealed class KilledProcessTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private WebhookSink _sink = null!;
    private string _key = null!;

    public async Task InitializeAsync()
    {
        (_database, _sink) = (await TestPostgres.CreateDatabase(), await WebhookSink.Start());
        _key = JsonDocument.Parse(
            await Served.Output(_database.ConnectionString, "tenant", "create", "--name", "killed", "--test", "--json"))
                .RootElement.Text("key");
    }

    public async Task DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("between commit and enqueue", "jobs.job", "insert", "new.invocationdata ->> 'Type' like '%DeliverWebhooksJob%'", 1)]
    [InlineData("between enqueue and claim", "outbox", "update", "old.lease_id is null and new.lease_id is not null", 1)]
    [InlineData("between send and result", "outbox", "delete", "old.kind = 'delivery'", 2)]
    [InlineData("between result and the end of the job", "jobs.state", "insert", "new.name = 'Succeeded'", 1)]
    public async Task A_delivery_arrives_and_twice_only_where_its_result_was_lost(
        string point, string table, string change, string when, int arrivals)
    {
        await using var gate = await Gate.Close(_database.Source, table, change, when);
        await using (var first = await Served.Start(_database.ConnectionString))
        {
            await Register(first);
            await Commit(first);
            await gate.Reached();
        }

        await gate.Remove();
        await LeasesEnd();
        await using var second = await Served.Start(_database.ConnectionString);
        await AllIsDone(second);

        _sink.All.Should().HaveCount(arrivals, point);
        _sink.All.Select(request => request.Headers["webhook-id"]).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_delivery_that_a_process_without_workers_committed_before_it_was_killed_arrives()
    {
        await using (var web = await Served.Start(_database.ConnectionString, Role.Web))
        {
            await Register(web);
            await Commit(web);
        }

        await LeasesEnd();
        await using var worker = await Served.Start(_database.ConnectionString, Role.Worker);
        await AllIsDone(worker);

        _sink.All.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_killed_process_held_is_delivered_by_another_within_thirty_seconds()
    {
        using var port = ReservedPort.Take();
        using var silence = await DeadAddress.At(new(System.Net.IPAddress.Loopback, port.Number));
        await using var one = await Served.Start(_database.ConnectionString);
        await using var other = await Served.Start(_database.ConnectionString, Role.Worker);
        await Register(one, $"http://127.0.0.1:{port.Number}/hook");
        await Commit(one);
        // From here on one of them holds it, and not a byte is sent.
        await Scene.Eventually(() => Ask<bool>("select exists (select from outbox where lease_until > now())"));
        await (await Holds(one) ? one : other).Kill();

        var killed = TimeProvider.System.GetTimestamp();
        silence.Dispose();
        await using var sink = await WebhookSink.Start(port.Number);
        await sink.Next();

        TimeProvider.System.GetElapsedTime(killed).Should()
            .BeLessThan(TimeSpan.FromSeconds(60), "fifteen of the lease, fifteen of the job that finds it, and as much for a busy machine");
        sink.All.Should().ContainSingle();
    }

    [Theory]
    [InlineData("between commit and enqueue", "jobs.job", "insert", "new.invocationdata ->> 'Type' like '%SendMessageJob%'", "Sent")]
    [InlineData("between enqueue and claim", "outbox", "update", "new.kind = 'send' and old.lease_id is null", "Sent")]
    [InlineData("between claim and send", "message_sends", "update", "new.status = 'Sending'", "Sent")]
    [InlineData("between send and result", "message_sends", "update", "new.status = 'Sent'", "Unknown")]
    public async Task A_message_is_sent_once_and_unknown_only_where_its_result_was_lost(
        string point, string table, string change, string when, string status)
    {
        await using var gate = await Gate.Close(_database.Source, table, change, when);
        await using (var first = await Served.Start(_database.ConnectionString))
        {
            await using (var connection = await _database.Source.OpenConnectionAsync())
                await CrashTests.OpenShop(first, connection, _key);
            var asked = first.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = "5511900007777", sendViaWhatsApp = true },
                _key);
            await gate.Reached();
            _ = asked.ContinueWith(gone => gone.Exception, TaskScheduler.Default);
        }

        await gate.Remove();
        await LeasesEnd();
        await using var second = await Served.Start(_database.ConnectionString);
        await AllIsDone(second);

        (await Ask<string>("select status from message_sends")).Should().Be(status, point);
        (await Ask<long>("select count(*) from simulator_messages")).Should().Be(1, point);
    }

    private async Task Register(Served served, string? url = null) =>
        await served.Post("/v1/webhooks", new { url = url ?? _sink.Url, scope = "tenant", events = new[] { "link.created" } }, _key);

    private async Task Commit(Served served) =>
        await served.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, _key);

    private Task<bool> Holds(Served process) => Ask<bool>(
        $"""
        select exists (
            select from jobs.job join jobs.state on state.id = job.stateid
            where invocationdata ->> 'Type' like '%DeliverWebhooksJob%' and statename = 'Processing' and data ->> 'ServerId' like '%:{process.Id}:%')
        """);

    /// <summary>Instead of waiting for it: the leases of rows and of jobs, and the moment from which a row counts as left behind.</summary>
    private async Task LeasesEnd()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            update outbox set run_at = now() - interval '10 seconds', lease_until = case when lease_until is not null then now() end;
            update jobs.jobqueue set fetchedat = now() - interval '1 minute' where fetchedat is not null
            """);
    }

    /// <summary>No row is pending, and no job either: one that the dead process ran was run again.</summary>
    private Task AllIsDone(Served served) => Scene.Eventually(async () =>
        !await Ask<bool>("select exists (select from outbox) or exists (select from jobs.job where statename in ('Enqueued', 'Processing') and invocationdata ->> 'Type' !~ 'Periodic|Dispatch')"), () => served.Written);

    private async Task<T> Ask<T>(string sql)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }
}
