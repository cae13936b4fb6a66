using Dapper;
using Npgsql;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Two transactions that really wait for each other: ours is the one that is rolled back, and runs again.</summary>
public sealed class DeadlockTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_request_that_is_rolled_back_to_end_a_deadlock_runs_again_and_its_work_is_done_once()
    {
        var link = await host.NewLink();
        await using var other = new NpgsqlConnection(host.Database.ConnectionString);
        await other.OpenAsync();
        // Whose patience ends first is rolled back: not this one.
        await other.ExecuteAsync("set deadlock_timeout = '1min'");
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync("select from pairing_links where id = @id for update", new { id = Scene.Uuid(link.LinkId()) });

        // It holds the number and waits for the link.
        var removing = host.Call("DELETE", $"/v1/numbers/{link.NumberId()}");
        await Scene.Eventually(() =>
            host.Query<bool>("select exists (select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted)"));
        await other.ExecuteAsync("update numbers set updated_at = now() where id = @id", new { id = Scene.Uuid(link.NumberId()) });
        await transaction.CommitAsync();

        (await removing).Status.Should().Be(200);
        (await host.Query<long>("select count(*) from events where number_id = @id and type = 'number.removed'",
            new { id = Scene.Uuid(link.NumberId()) })).Should().Be(1);
    }
}
