using Hangfire.PostgreSql;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>How migrations are applied, mostly by scripts of its own; what the schema promises is each module's part.</summary>
public sealed class MigrationsTests : IAsyncLifetime
{
    private static readonly MigrationScript Accounts =
        new("0001_accounts.sql", "create table accounts (id int primary key); create index on accounts (id);");
    private static readonly MigrationScript Owners =
        new("0002_owners.sql", "alter table accounts add column owner text not null default 'nobody'");
    private TestDatabase _database = null!;

    [Fact]
    public async Task Those_of_this_build_apply_once()
    {
        (await Migrations.Apply(_database.Source, CancellationToken.None)).Should().Be(MigrationScript.Embedded().Count).And.BePositive();
        (await Migrations.Apply(_database.Source, CancellationToken.None)).Should().Be(0);
    }

    [Fact]
    public async Task The_job_storage_is_made_with_ours_and_again_when_its_library_brings_more()
    {
        await Migrations.Apply(_database.Source, CancellationToken.None);
        (await Ask<long>("select count(*) from pg_tables where schemaname = 'jobs'")).Should().BeGreaterThan(8);

        (await Apply(new MigrationScript("0000_jobs.sql", JobTables.Sql + "-- another version", IsRepeatable: true))).Should().Be(1);
        await Apply(new MigrationScript("0000_jobs.sql", "create table jobs.more (id int)", IsRepeatable: true));
        (await Ask<bool>("select to_regclass('jobs.more') is not null")).Should().BeTrue();
    }

    [Fact]
    public async Task The_job_storage_has_the_tables_that_its_library_would_make_itself()
    {
        await Migrations.Apply(_database.Source, CancellationToken.None);
        await using (var connection = await _database.Source.OpenConnectionAsync())
            PostgreSqlObjectsInstaller.Install(connection, "expected");

        (await Ask<string>(Columns("jobs"))).Should().Be(await Ask<string>(Columns("expected")));

        static string Columns(string schema) =>
            $"select string_agg(table_name || '.' || column_name || ' ' || data_type, ', ' order by table_name, column_name) from information_schema.columns where table_schema = '{schema}'";
    }

    [Fact]
    public async Task They_apply_in_the_order_of_their_numbers_and_only_what_is_missing()
    {
        (await Apply(Accounts)).Should().Be(1);
        (await Apply(Owners, Accounts)).Should().Be(1);
        (await Ask<string>("select string_agg(name, ' ' order by applied_at, number) from schema_migrations")).Should()
            .Be("0001_accounts.sql 0002_owners.sql");
    }

    [Fact]
    public async Task Starters_at_the_same_moment_apply_them_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Apply(Owners, Accounts))));

        applied.Order().Should().Equal(0, 0, 0, 0, 0, 2);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_make_the_job_storage_and_our_tables_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => Migrations.Apply(_database.Source, CancellationToken.None))));

        applied.Order().Should().Equal(0, 0, 0, MigrationScript.Embedded().Count);
        (await Ask<long>("select count(*) from jobs.schema")).Should().Be(1);
    }

    [Fact]
    public async Task A_file_that_was_altered_after_it_was_applied_is_refused_by_name()
    {
        await Apply(Accounts);

        (await FluentActions.Awaiting(() => Apply(Accounts with { Sql = "create table accounts (id bigint)" }, Owners)).Should()
            .ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain("0001_accounts.sql");
        (await Ask<long>("select count(*) from schema_migrations")).Should().Be(1);
    }

    [Fact]
    public async Task Other_line_endings_are_no_alteration()
    {
        var unix = new MigrationScript("0001_notes.sql", "create table notes (\n id int\n)");
        await Apply(unix);

        (await Apply(new MigrationScript(unix.Name, unix.Sql.ReplaceLineEndings("\r\n")))).Should().Be(0);
    }

    [Fact]
    public async Task A_broken_file_leaves_nothing_of_its_fellows_behind()
    {
        var broken = new MigrationScript("0003_broken.sql", "create table half (id int); create tabel other (id int)");

        await FluentActions.Awaiting(() => Apply(Accounts, Owners, broken)).Should().ThrowAsync<PostgresException>();

        (await Ask<long>("select count(*) from pg_tables where schemaname = 'public'")).Should().Be(0);
        (await Apply(Accounts, Owners)).Should().Be(2, "the next start tries again");
    }

    public async Task InitializeAsync() => _database = await TestPostgres.CreateEmptyDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private Task<int> Apply(params MigrationScript[] scripts) => Migrations.Apply(_database.Source, scripts, CancellationToken.None);

    private async Task<T> Ask<T>(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
