using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>The databases that all other tests stand on.</summary>
public sealed class TestPostgresTests
{
    [Fact]
    public async Task A_database_is_migrated_and_shares_nothing_with_another()
    {
        await using var one = await TestPostgres.CreateDatabase();
        await using var other = await TestPostgres.CreateDatabase();

        (await Migrations.Apply(one.Source, CancellationToken.None)).Should().Be(0);
        await ScratchServer.Ask<int>(one.ConnectionString, "create table mine (id int); select 1");
        (await ScratchServer.Ask<bool>(other.ConnectionString, "select to_regclass('mine') is null")).Should().BeTrue();
    }

    [Fact]
    public async Task A_disposed_database_is_gone_even_while_connected_to()
    {
        await using var other = await TestPostgres.CreateEmptyDatabase();
        var database = await TestPostgres.CreateDatabase();
        await using var connection = await database.Source.OpenConnectionAsync();

        await database.DisposeAsync();

        (await ScratchServer.Ask<bool>(other.ConnectionString,
            $"select exists (select from pg_database where datname = '{connection.Database}')")).Should().BeFalse();
    }
}
