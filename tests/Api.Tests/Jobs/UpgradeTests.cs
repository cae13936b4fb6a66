using Dapper;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// A database that the version before Hangfire made and left with work outstanding (<c>before_hangfire.sql</c>, a dump): nothing of it is
/// lost.
/// </summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task Deliveries_messages_and_clean_ups_that_were_outstanding_are_done()
    {
        await using var database = await TestPostgres.CreateEmptyDatabase();
        await using var sink = await WebhookSink.Start();
        await using var connection = await database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests", "Api.Tests", "Jobs", "before_hangfire.sql")));
        await connection.ExecuteAsync("update webhook_endpoints set url = @Url", new { sink.Url });
        Task<IEnumerable<string>> Outstanding() =>
            connection.QueryAsync<string>("select kind || ' ' || id || ' ' || attempt from outbox order by id");
        var before = (await Outstanding()).ToList();
        before.Select(row => row.Split(' ')[0]).Distinct().Should().BeEquivalentTo("delivery", "send", "cleanup");

        await Migrations.Apply(database.Source, CancellationToken.None);

        (await Outstanding()).Should().Equal(before);
        (await connection.QuerySingleAsync<long>("select count(*) from pg_tables where tablename like 'qrtz%'")).Should().Be(0);

        var host = await ApiHost.On(database.ConnectionString);
        await host.DispatchPending();
        await Scene.Eventually(async () => !(await Outstanding()).Any());
        await host.DisposeAsync();

        sink.All.Select(request => request.Headers["webhook-id"]).Should()
            .HaveCount(before.Count(row => row.StartsWith("delivery", StringComparison.Ordinal)));
        (await connection.QuerySingleAsync<string>("select status from message_sends")).Should().NotBe("Pending").And.NotBe("Sending");
    }
}
