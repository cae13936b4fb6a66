using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Errors;

/// <summary>The built program as a process of its own, killed without warning between a commit and its delivery.</summary>
public sealed class CrashTests
{
    private const int Links = 10;

    [Fact]
    public async Task A_killed_process_loses_no_event_that_it_had_answered_for()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        var refusing = true;
        sink.Answer = async context =>
        {
            // A receiver that hangs: what is on its way when the process dies was never acknowledged.
            if (refusing)
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "crash", "--test", "--json"))
                .RootElement.Text("key");

        var links = new List<string>();
        await using (var first = await Served.Start(database.ConnectionString))
        {
            await first.Post("/v1/webhooks", new { url = sink.Url, scope = "tenant", events = new[] { "*" } }, key);
            for (var i = 0; i < Links; i++)
                links.Add((await first.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key)).LinkId());
            await sink.Next();
        }

        var before = sink.All.Select(request => request.Headers["webhook-id"]).ToHashSet();
        refusing = false;
        await using (var connection = await database.Source.OpenConnectionAsync())
        {
            await Alone(connection);
            var pending = await connection.QuerySingleAsync<long>("select count(*) from outbox where kind = 'delivery'");
            pending.Should().Be(2 * Links, "nothing was acknowledged before the crash");
            // Instead of waiting for the dead process's leases to run out.
            await connection.ExecuteAsync("update outbox set lease_until = now(), run_at = now()");
        }

        await using var second = await Served.Start(database.ConnectionString);
        await Scene.Eventually(() => Task.FromResult(Arrived(sink, links)));
        foreach (var id in before)
            sink.All.Count(request => request.Headers["webhook-id"] == id).Should()
                .BeGreaterThan(1, "an event that was not acknowledged comes again under its own id");
    }

    [Fact]
    public async Task A_message_that_a_killed_process_was_sending_is_unknown_and_not_sent_again()
    {
        const string slow = "5511900000002";
        await using var database = await TestPostgres.CreateDatabase();
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "crash", "--test", "--json"))
                .RootElement.Text("key");
        await using var connection = await database.Source.OpenConnectionAsync();
        Task<string?> Status() => connection.QuerySingleOrDefaultAsync<string>("select status from message_sends");

        await using (var first = await Served.Start(database.ConnectionString))
        {
            await OpenShop(first, connection, key);

            // Its gateway takes longer to answer than the process lives.
            var asked = first.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = slow, sendViaWhatsApp = true }, key);
            await Scene.Eventually(async () => await connection.QuerySingleAsync<long>("select count(*) from simulator_messages") == 1);
            (await Status()).Should().Be("Sending", "it was committed before the gateway was called");
            asked.IsCompleted.Should().BeFalse();
            _ = asked.ContinueWith(gone => gone.Exception, TaskScheduler.Default);
        }

        await Alone(connection);
        // Instead of waiting for the dead process's lease to run out.
        await connection.ExecuteAsync("update outbox set lease_until = now() where kind = 'send'");
        await using var second = await Served.Start(database.ConnectionString);
        await Scene.Eventually(async () => await Status() == "Unknown");
        (await connection.QuerySingleAsync<long>("select count(*) from simulator_messages")).Should().Be(1);
        (await connection.QuerySingleAsync<long>("select count(*) from outbox where kind = 'send'")).Should().Be(0);
    }

    /// <summary>A connected number and the template that links are sent with.</summary>
    internal static async Task OpenShop(Served served, NpgsqlConnection connection, string key)
    {
        var sender = await served.Post("/v1/numbers/remote-pairing", new { name = "Sender", number = Scene.Phone }, key);
        await connection.ExecuteAsync(
            """
            insert into simulator_sessions (instance_name, secret, status, linked_phone) values (@name, 'secret', 'Connected', @phone);
            update numbers set state = 'Open', connected_number = @phone
            """,
            new { name = sender.GetProperty("instance").Text("instanceName"), phone = Scene.Phone });
        await served.Post("/v1/templates",
            new
            {
                name = "pilot_status_remote_pairing",
                category = "UTILITY",
                language = "en",
                body = "{{link}}",
                sender = new { numberId = sender.NumberId() }
            }, key);
    }

    /// <summary>What a dead process had asked the database for is done all the same, a moment later.</summary>
    private static Task Alone(NpgsqlConnection connection) => Scene.Eventually(async () => await connection.QuerySingleAsync<bool>(
        "select not exists (select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid())"));

    private static bool Arrived(WebhookSink sink, List<string> links)
    {
        var reported = sink.All.Select(request => JsonDocument.Parse(request.Body).RootElement)
            .Select(body => (Event: body.Text("event"), Link: body.GetProperty("data").LinkId())).ToHashSet();
        return links.All(link => reported.Contains(("number.created", link)) && reported.Contains(("link.created", link)));
    }
}
