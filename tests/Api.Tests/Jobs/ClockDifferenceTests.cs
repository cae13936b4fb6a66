using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// Two nodes on one database whose clocks are five seconds apart. Leases and due times are the database's, so that nothing is lost, comes
/// twice or comes much later. That a job which Hangfire began early is scheduled again is ScheduledRetriesTests' part.
/// </summary>
public sealed class ClockDifferenceTests
{
    private static readonly TimeSpan Difference = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("All", 5, "All", 0)]
    [InlineData("Web", 5, "Worker", 0)]
    [InlineData("Web", 0, "Worker", 5)]
    [InlineData("Web", 0, "Worker", -5)]
    public async Task Deliveries_and_their_retries_come_once_in_order_and_no_later_than_the_difference(
        string firstRole, int firstShift, string secondRole, int secondShift)
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        var failures = 1;
        sink.Answer = context =>
        {
            context.Response.StatusCode = Interlocked.Decrement(ref failures) >= 0
                ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Task.CompletedTask;
        };
        var (first, second) = (Node(firstRole, firstShift), Node(secondRole, secondShift));
        await first.StartBare(database.ConnectionString);
        await second.StartBare(database.ConnectionString);
        await first.BeTenant();
        await first.NewEndpoint(sink.Url, ["link.created"]);

        await first.NewLink();
        var failed = await sink.Next();
        var failedAt = TimeProvider.System.GetTimestamp();
        var retried = await sink.Next();
        var pause = TimeProvider.System.GetElapsedTime(failedAt);
        async Task<T> Ask<T>(string sql)
        {
            await using var command = database.Source.CreateCommand(sql);
            return (T)(await command.ExecuteScalarAsync())!;
        }

        await Scene.Eventually(() => Ask<bool>("select not exists (select from outbox)"));
        await first.DisposeAsync();
        await second.DisposeAsync();

        retried.Headers["webhook-id"].Should().Be(failed.Headers["webhook-id"]);
        pause.Should().BeGreaterThan(TimeSpan.FromSeconds(3.5), "the retry waits by the database's clock")
            .And.BeLessThan(TimeSpan.FromSeconds(8) + Difference);
        sink.All.Should().HaveCount(2);
        (await Ask<string>("select string_agg(attempt || ' ' || succeeded, ', ' order by created_at) from delivery_attempts")).Should()
            .Be("1 false, 2 true");
    }

    private static ApiHost Node(string role, int shift) =>
        new() { Role = Enum.Parse<Role>(role), RunsJobs = true, Clock = new ShiftedClock(TimeSpan.FromSeconds(shift)) };
}
