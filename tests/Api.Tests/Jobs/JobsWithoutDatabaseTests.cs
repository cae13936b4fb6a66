using Npgsql;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// The workers while their database is away, from before the start: the process lives, requests are refused as unavailable, and all
/// recovers by itself.
/// </summary>
public sealed class JobsWithoutDatabaseTests
{
    [Fact]
    public async Task Workers_outlive_a_database_that_is_away_at_their_start_and_again_later()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var door = new Door { Host = address.Host!, LeadsTo = Nowhere };
        using var log = new LogText();
        var host = new ApiHost { RunsJobs = true };
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = door.Port
        }.ConnectionString;
        await host.StartBare(through, log);

        // What Hangfire itself logs goes to the last host that began in this process.
        await Scene.Eventually(() => Task.FromResult(Failed(log, 5001) && Failed(log, 5004)), () => log.Text);
        log.Text.Split('\n').Where(line => line.Contains("[5001]", StringComparison.Ordinal))
            .Should().OnlyContain(line =>
                line.Contains("The database does not answer", StringComparison.Ordinal),
                "the log leaves out repetitions of what it knows as a failure");
        await IsAway(host);

        door.LeadsTo = address.Port;
        await Scene.Eventually(async () => (await host.Get("/health/ready", "")).Status == 200);
        await host.BeTenant();
        await host.NewEndpoint(sink.Url, ["link.created"]);
        await Delivers(host, sink);

        door.LeadsTo = Nowhere;
        await using (var operating = await database.Source.OpenConnectionAsync())
        {
            await using var end =
                new NpgsqlCommand(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", operating);
            await end.ExecuteNonQueryAsync();
        }

        log.Clear();
        await IsAway(host);
        await Scene.Eventually(() => Task.FromResult(Failed(log, 4901)), () => log.Text);
        door.LeadsTo = address.Port;
        await Scene.Eventually(async () => (await host.Get("/health/ready", "")).Status == 200);
        await Delivers(host, sink);
        await using (var asked = await database.Source.OpenConnectionAsync())
        {
            await using var recurring = new NpgsqlCommand("select count(*) from jobs.set where key = 'recurring-jobs'", asked);
            ((long)(await recurring.ExecuteScalarAsync())!).Should().BeGreaterThanOrEqualTo(10);
        }

        await host.DisposeAsync();
    }

    /// <summary>A port at which nobody listens.</summary>
    private const int Nowhere = 1;

    private static async Task IsAway(ApiHost host)
    {
        (await host.Get("/health/live", "")).Status.Should().Be(200);
        (await host.Get("/health/ready", "")).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
        (await host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, "ps_test_" + new string('A', 43)))
            .ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
    }

    private static bool Failed(LogText log, int @event) => log.Text.Contains($"[{@event}]", StringComparison.Ordinal);

    private static async Task Delivers(ApiHost host, WebhookSink sink)
    {
        await host.NewLink();
        await sink.Next();
    }
}
