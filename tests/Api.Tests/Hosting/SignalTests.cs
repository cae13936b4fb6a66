using System.Text.Json;
using Dapper;
using Npgsql;
using PilotPairing.Api.Tests.Cli;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>
/// The built program as a supervisor stops it: what is under way ends, what is held is given back, and nothing holds it up for long.
/// </summary>
public sealed class SignalTests
{
    /// <summary>Fifteen seconds are its own bound; the rest is a busy machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_delivery_under_way_ends_and_is_written_down_before_the_process_does()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        var (arrived, stopping) = (new TaskCompletionSource(), new TaskCompletionSource());
        sink.Answer = async context =>
        {
            arrived.TrySetResult();
            await stopping.Task.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "stop", "--test", "--json"))
                .RootElement.Text("key");
        await using var served = await Served.Start(database.ConnectionString);
        await served.Post("/v1/webhooks", new { url = sink.Url, scope = "tenant", events = new[] { "number.created" } }, key);
        var link = await served.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);
        (await served.Send($"/v1/remote-pairing/{link.Token()}/connect", null, null)).Expect(200);
        await arrived.Task.WaitAsync(Patience.Longest);

        var end = served.Terminate();
        await Scene.Eventually(async () => !await served.Answers());
        stopping.SetResult();
        var (code, took) = await end;

        code.Should().Be(0, served.Written);
        took.Should().BeLessThan(Bound);
        await using var connection = await database.Source.OpenConnectionAsync();
        (await connection.QuerySingleAsync<long>("select count(*) from outbox where kind = 'delivery'")).Should()
            .Be(0, "the delivery under way was written down");
        (await connection.QuerySingleAsync<long>("select count(*) from pairing_attempts where ended_at is null and lease_id is not null"))
            .Should().Be(0, "the watcher gave it back");
    }

    [Fact]
    public async Task A_start_that_waits_for_a_database_which_does_not_answer_ends_at_the_signal()
    {
        using var door = new Door();
        door.Close();
        await using var starting = CommandLine.Begin("/", ["serve"],
            ("ConnectionStrings__Postgres", $"Host=127.0.0.1;Port={door.Port};Username=nobody;Database=none;Timeout=1000"),
            ("Encryption__Keys__0", "test:" + Convert.ToBase64String(new byte[32])), ("Ops__Password", "a password of the tests"),
            ("Urls", "http://127.0.0.1:0"));
        await Scene.Eventually(() => Task.FromResult(door.Knocks > 0));
        var began = TimeProvider.System.GetTimestamp();

        var (code, output, errors) = await starting.Stop();

        code.Should().Be(143, output + errors);
        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Bound);
    }

    [Fact]
    public async Task A_server_that_drains_serves_for_the_delay_and_then_ends_in_order()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var served = await Served.Start(database.ConnectionString, ("Stopping__DrainSeconds", "2"));

        var end = served.Terminate();
        await Scene.Eventually(async () => await served.Ready() == System.Net.HttpStatusCode.ServiceUnavailable);
        (await served.Answers()).Should().BeTrue("it is not ready and still serves");
        var (code, took) = await end;

        code.Should().Be(0, served.Written);
        took.Should().BeGreaterThan(TimeSpan.FromSeconds(2)).And.BeLessThan(Bound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_the_database_away_it_ends_all_the_same(bool isSilent)
    {
        await using var database = await TestPostgres.CreateDatabase();
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var door = new Door { Host = address.Host!, LeadsTo = address.Port };
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = door.Port
        }.ConnectionString;
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "stop", "--test", "--json"))
                .RootElement.Text("key");
        await using var served = await Served.Start(through);
        var link = await served.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);
        (await served.Send($"/v1/remote-pairing/{link.Token()}/connect", null, null)).Expect(200);

        // A host that vanished answers nothing; a server that stopped refuses.
        if (isSilent)
        {
            door.Close();
        }
        else
        {
            door.LeadsTo = 1;
            await using var connection = await database.Source.OpenConnectionAsync();
            await connection.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await Scene.Eventually(() => Task.FromResult(served.Written.Contains("database", StringComparison.OrdinalIgnoreCase) || isSilent));
        var (_, took) = await served.Terminate();

        took.Should().BeLessThan(Bound, served.Written);
    }
}
