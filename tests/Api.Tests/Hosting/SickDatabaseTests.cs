using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>
/// A database that answers and cannot be worked with: each state is real, is reported to clients and probes, and ends without a restart.
/// </summary>
public sealed class SickDatabaseTests
{
    /// <summary>Who is connected, or connects again at once, would keep the name.</summary>
    private const string Rename = "alter database {database} allow_connections false; "
        + "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'; alter database {database} rename to {database}_away";

    [Fact]
    public async Task A_database_that_became_read_only_is_unavailable_and_its_connections_are_dropped_when_it_is_writable_again()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var operating = await Operator.Of(database);
        var host = await ApiHost.On(database.ConnectionString);
        try
        {
            (await Make(host)).Expect(201);
            (await host.Get("/health/ready")).Status.Should().Be(200);

            await operating.Execute($"alter database {operating.Database} set default_transaction_read_only = on", thenEndSessions: true);
            await Scene.Eventually(async () => (await host.Get("/health/ready")).Status == 503);
            foreach (var _ in Enumerable.Range(0, 3))
                (await Make(host)).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            (await host.Get("/health/ready")).Json.GetProperty("details").GetProperty("problem").GetString().Should()
                .Be("The database is read-only.");
            (await host.Get("/v1/numbers")).Status.Should().Be(200, "what only reads still works");
            (await Served.Run(database.ConnectionString, [], "doctor")).Output.Should()
                .Contain("problem  database: The database is read-only");

            // What the pool holds by now was opened read-only and stays so.
            await operating.Execute($"alter database {operating.Database} reset default_transaction_read_only");
            await Scene.Eventually(async () => (await Make(host)).Status == 201);
            await Scene.Eventually(async () => (await host.Get("/health/ready")).Status == 200);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("28000", "alter role {role} nologin", "alter role {role} login", "refuses our user")]
    [InlineData("28P01", "alter role {role} password 'another'", "alter role {role} password 'limited'", "refuses our user")]
    [InlineData("53300", "alter role {role} connection limit 0", "alter role {role} connection limit -1", "no connection left")]
    [InlineData("55000", "alter database {database} allow_connections false", "alter database {database} allow_connections true",
        "does not accept connections")]
    [InlineData("42501", "revoke select, insert on numbers from {role}", "grant select, insert on numbers to {role}", "lacks")]
    [InlineData("3D000", Rename, "alter database {database}_away rename to {database}; alter database {database} allow_connections true",
        "does not exist")]
    public async Task What_the_server_refuses_for_its_own_reasons_is_no_bug_of_ours(
        string state, string makeSick, string heal, string message)
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var operating = await Operator.Of(database);
        var limited = await operating.MakeRole(database);
        var host = await ApiHost.On(limited);
        try
        {
            (await Make(host)).Expect(201);

            await operating.Execute(makeSick, thenEndSessions: true);
            await Scene.Eventually(async () => (await Make(host)).Status != 201);
            (await Make(host)).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            var ready = await host.Get("/health/ready");
            ready.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            ready.Json.GetProperty("details").GetProperty("problem").GetString().Should().Contain(message, state);
            // It asks for so long only, and a busy machine may not have answered by then.
            var doctor = "";
            await Scene.Eventually(async () =>
                !(doctor = (await Served.Run(limited, [], "doctor")).Output).Contains("in time", StringComparison.Ordinal));
            doctor.Should().Contain("problem  database:").And.Contain(message);

            await operating.Execute(heal);
            await Scene.Eventually(async () => (await Make(host)).Status == 201);
            (await host.Get("/health/ready")).Status.Should().Be(200);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_full_disk_makes_it_not_ready_until_there_is_room_and_doctor_says_so()
    {
        await using var database = await TestPostgres.CreateDatabase();
        var host = await ApiHost.On(database.ConnectionString);
        try
        {
            (await host.Get("/health/ready")).Status.Should().Be(200);
            await using var connection = await database.Source.OpenConnectionAsync();
            // PostgreSQL's own answer where a table cannot grow; reading goes on.
            await connection.ExecuteAsync(
                """
                create function disk_full() returns trigger language plpgsql as
                    $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
                create function disk_full_for_tables() returns event_trigger language plpgsql as
                    $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
                create trigger full_disk before insert on pairing_links execute function disk_full();
                create event trigger full_disk on ddl_command_start when tag in ('CREATE TABLE AS')
                    execute function disk_full_for_tables();
                """);

            (await Make(host)).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            var ready = await host.Get("/health/ready");
            ready.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            ready.Text.Should().Contain("disk is full");
            (await host.App.Services.GetRequiredService<IDatabaseCheck>().Check(default)).LacksRoom.Should().BeTrue();

            await connection.ExecuteAsync("drop event trigger full_disk; drop trigger full_disk on pairing_links");
            (await host.Get("/health/ready")).Status.Should().Be(200);
            (await Make(host)).Expect(201);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_right_that_our_user_lacks_is_named_to_the_operator()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var operating = await Operator.Of(database);
        var limited = await operating.MakeRole(database);
        using var log = new LogText();
        var host = await ApiHost.On(limited);
        host.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        try
        {
            await operating.Execute("revoke insert on numbers from {role}");

            (await Make(host)).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");

            log.Text.Should().Contain("1901").And.Contain("a mistake in its set-up").And.Contain("permission denied for table numbers")
                .And.NotContain("   at ");
            (await Served.Run(limited, [], "doctor")).Output.Should().Contain("lacks rights on 1 tables: insert on public.numbers.")
                .And.Contain("-> Grant them");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("update", true)]
    [InlineData("delete", true)]
    [InlineData("insert", false)]
    public async Task The_audit_log_needs_no_right_to_rewrite_it_and_another_programs_table_none(string right, bool isReady)
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var operating = await Operator.Of(database);
        var limited = await operating.MakeRole(database);
        var host = await ApiHost.On(limited);
        await using (var connection = await database.Source.OpenConnectionAsync())
            await connection.ExecuteAsync("create table of_another_program (id int)");

        await operating.Execute($"revoke {right} on audit_log from {{role}}");

        (await host.Get("/health/ready")).Status.Should().Be(isReady ? 200 : 503);
        (await host.App.Services.GetRequiredService<IWorkHealth>().MayDeleteAudit(default)).Should()
            .Be(right != "delete", "doctor reports it where a retention is set");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_lacks_migrations_is_not_ready()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using (var connection = await database.Source.OpenConnectionAsync())
            await connection.ExecuteAsync("delete from schema_migrations where number = (select max(number) from schema_migrations)");
        var host = await ApiHost.On(database.ConnectionString);

        var ready = await host.Get("/health/ready");

        ready.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
        ready.Text.Should().Contain("pilotpairing migrate");
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("LATIN1")]
    [InlineData("SQL_ASCII")]
    public async Task A_database_that_cannot_hold_every_name_is_refused_before_anything_is_made(string encoding)
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var operating = await Operator.Of(database);
        var name = "test_" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        await operating.Execute($"create database {name} encoding '{encoding}' lc_collate 'C' lc_ctype 'C' template template0");
        try
        {
            var address = new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Database = name,
                Pooling = false
            }.ConnectionString;

            foreach (var verb in (string[])["serve", "migrate"])
            {
                var (code, output) = await Served.Run(address, [], verb);
                code.Should().Be(1, output);
                output.Should().Contain($"encoding is {encoding}").And.Contain("encoding 'UTF8'").And.NotContain("   at ");
            }

            (await Served.Run(address, [], "doctor")).Output.Should().Contain($"problem  database: The database's encoding is {encoding}");
            await using var connection = new NpgsqlConnection(address);
            (await connection.QuerySingleAsync<long>("select count(*) from pg_tables where schemaname = 'public'")).Should().Be(0);
        }
        finally
        {
            await operating.Execute($"drop database if exists {name} with (force)");
        }
    }

    private static Task<Answer> Make(ApiHost host) => host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone });

    /// <summary>An administrator of the server, connected to another database and never read-only.</summary>
    private sealed class Operator(NpgsqlConnection connection, string database) : IAsyncDisposable
    {
        private readonly string _role = "limited_" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        private TestDatabase? _granted;

        public string Database => database;

        public static async Task<Operator> Of(TestDatabase database)
        {
            var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
            var name = address.Database!;
            (address.Database, address.Pooling) = ("postgres", false);
            var connection = new NpgsqlConnection(address.ConnectionString);
            await connection.OpenAsync();
            return new(connection, name);
        }

        public async Task Execute(string sql, bool thenEndSessions = false)
        {
            var statement = sql.Replace("{role}", _role, StringComparison.Ordinal)
                .Replace("{database}", database, StringComparison.Ordinal);
            if (statement.Contains(" on ", StringComparison.Ordinal) && statement.EndsWith(_role, StringComparison.Ordinal))
            {
                await AsOwner(statement);
                return;
            }

            foreach (var one in statement.Split(';'))
                await connection.ExecuteAsync(one);
            if (thenEndSessions)
                await connection.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = @database",
                    new { database });
        }

        public async Task<string> MakeRole(TestDatabase granting)
        {
            _granted = granting;
            await AsOwner(
                $"create role {_role} login password 'limited'; grant usage on schema public to {_role}; grant select, insert, update, delete on all tables in schema public to {_role}; "
                + $"grant usage on schema jobs to {_role}; grant select, insert, update, delete on all tables in schema jobs to {_role}");
            return new NpgsqlConnectionStringBuilder(granting.ConnectionString) { Username = _role, Password = "limited" }.ConnectionString;
        }

        public async ValueTask DisposeAsync()
        {
            if (_granted is not null)
            {
                await AsOwner($"drop owned by {_role}");
                await connection.ExecuteAsync($"drop role {_role}");
            }

            await connection.DisposeAsync();
        }

        /// <summary>Not pooled: sessions of this database were ended.</summary>
        private async Task AsOwner(string sql)
        {
            await using var owner =
                new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_granted!.ConnectionString) { Pooling = false }.ConnectionString);
            await owner.ExecuteAsync(sql);
        }
    }
}
