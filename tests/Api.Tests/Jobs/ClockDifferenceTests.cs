using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Hosting;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// Two built programs whose clocks are five seconds apart, Hangfire's included: Debian's libfaketime moves the whole process's. Leases and due
/// times are the database's, so that nothing is lost, comes twice or comes much later.
/// </summary>
public sealed class ClockDifferenceTests : IAsyncLifetime
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private static readonly TimeSpan Difference = TimeSpan.FromSeconds(5);
    private TestDatabase _database = null!;
    private WebhookSink _sink = null!;
    private string _key = null!;

    public async Task InitializeAsync()
    {
        File.Exists(Library).Should().BeTrue("the package faketime is needed; build/test installs it");
        (_database, _sink) = (await TestPostgres.CreateDatabase(), await WebhookSink.Start());
        _key = JsonDocument.Parse(await Served.Output(_database.ConnectionString, "tenant", "create", "--name", "clocks", "--test", "--json")).RootElement.Text("key");
    }

    public async Task DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("all", "+5s", "all", "+0s")]
    [InlineData("web", "+0s", "worker", "-5s")]
    public async Task Deliveries_and_their_retries_come_once_in_order_and_no_later_than_the_difference(string ahead, string aheadBy, string behind, string behindBy)
    {
        await using var first = await Served.Start(_database.ConnectionString, Enum.Parse<Role>(ahead, ignoreCase: true), Clock(aheadBy));
        await using var second = await Served.Start(_database.ConnectionString, Enum.Parse<Role>(behind, ignoreCase: true), Clock(behindBy));
        await first.Post("/v1/webhooks", new { url = _sink.Url, scope = "tenant", events = new[] { "link.created" } }, _key);
        var failures = 1;
        _sink.Answer = context =>
        {
            context.Response.StatusCode = Interlocked.Decrement(ref failures) >= 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Task.CompletedTask;
        };

        await first.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, _key);
        var failed = await _sink.Next();
        var failedAt = TimeProvider.System.GetTimestamp();
        var retried = await _sink.Next();
        var pause = TimeProvider.System.GetElapsedTime(failedAt);
        await Scene.Eventually(() => Ask<bool>("select not exists (select from outbox)"));

        retried.Headers["webhook-id"].Should().Be(failed.Headers["webhook-id"]);
        pause.Should().BeGreaterThan(TimeSpan.FromSeconds(4), "the retry waits by the database's clock").And.BeLessThan(TimeSpan.FromSeconds(8) + Difference, first.Written + second.Written);
        _sink.All.Should().HaveCount(2);
        (await Ask<string>("select string_agg(attempt || ' ' || succeeded, ', ' order by attempt) from delivery_attempts")).Should().Be("1 false, 2 true");
        (await Ask<bool>("select bool_and(abs(extract(epoch from created_at - now())) < 60 and (next_attempt_at is null or next_attempt_at > created_at)) from delivery_attempts")).Should().BeTrue();
    }

    private static (string Name, string Value)[] Clock(string offset) => [("LD_PRELOAD", Library), ("FAKETIME", offset), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];

    private async Task<T> Ask<T>(string sql)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }
}
