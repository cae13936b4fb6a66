using Dapper;
using Npgsql;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>After a migration the server needs no right to make tables.</summary>
public sealed class LimitedRoleTests
{
    [Fact]
    public async Task A_role_that_may_only_read_and_write_rows_serves_and_works()
    {
        await using var database = await TestPostgres.CreateDatabase();
        var role = "limited_" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        await using var owner = await database.Source.OpenConnectionAsync();
        await owner.ExecuteAsync(
            $"create role {role} login password 'limited'; grant usage on schema public to {role}; grant select, insert, update, delete on all tables in schema public to {role}; "
            + $"grant usage on schema jobs to {role}; grant select, insert, update, delete on all tables in schema jobs to {role}; grant usage on all sequences in schema jobs to {role}");
        try
        {
            var limited = new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Username = role,
                Password = "limited"
            }.ConnectionString;
            var making = async () =>
            {
                await using var connection = new NpgsqlConnection(limited);
                await connection.ExecuteAsync("create table mine (id int)");
            };
            (await making.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);

            var host = await ApiHost.On(limited, runsJobs: true);
            var link = await host.NewLink();
            (await host.Connect(link.Token())).Expect(200);
            await Scene.Eventually(async () =>
                await owner.QuerySingleAsync<bool>("select exists (select from jobs.job where statename = 'Succeeded')"));
            await host.DisposeAsync();
        }
        finally
        {
            await owner.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }
}
