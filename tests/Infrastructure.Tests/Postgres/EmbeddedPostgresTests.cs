using Npgsql;
using PilotPairing.Infrastructure.Postgres.Embedded;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>Real clusters from first start to crash and back; what root does differently is <see cref="EmbeddedPostgresAsRootTests"/>.</summary>
public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private readonly ScratchServer _scratch = ScratchServer.Create();

    [Fact]
    public async Task A_first_start_leads_to_an_empty_database()
    {
        var server = await _scratch.Start();

        server.StartedHere.Should().BeTrue();
        (await Ask<string>(server, "select current_database()::text")).Should().Be("pilotpairing");
        (await Ask<string>(server, "show server_encoding")).Should().Be("UTF8");
        (await Ask<string>(server, "select lower('ÄÉ')")).Should().Be("äé");
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_and_on_no_socket_file()
    {
        var server = await _scratch.Start();

        (await Ask<string>(server, "show listen_addresses")).Should().Be("127.0.0.1");
        (await Ask<string>(server, "show unix_socket_directories")).Should().BeEmpty();
        var port = new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;
        (await File.ReadAllTextAsync("/proc/net/unix")).Should().NotContain($".s.PGSQL.{port}");
    }

    [Fact]
    public async Task Only_the_owner_reads_the_password_and_only_the_password_opens_the_server()
    {
        var server = await _scratch.Start();

        File.GetUnixFileMode(_scratch.In("postgres.password")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.Exists(_scratch.Cluster + ".new").Should().BeFalse("the copy that initdb read is gone");
        var guessed = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guessed" }.ConnectionString;
        (await FluentActions.Awaiting(() => ScratchServer.Ask<int>(guessed, "select 1")).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
        (await Ask<string>(server, "select rolpassword from pg_authid where rolname = current_user")).Should().StartWith("SCRAM-SHA-256$");
    }

    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task Durability_is_given_up_only_on_request(bool durable, string expected)
    {
        var server = await _scratch.Start(_scratch.Options with { Durable = durable });

        (await Ask<string>(server, "show fsync")).Should().Be(expected);
        (await Ask<string>(server, "show synchronous_commit")).Should().Be(expected);
        (await Ask<string>(server, "show full_page_writes")).Should().Be(expected);
    }

    [Fact]
    public async Task A_second_start_picks_up_the_running_server()
    {
        var first = await _scratch.Start();
        var process = await _scratch.ProcessId();

        var second = await _scratch.Start();

        second.StartedHere.Should().BeFalse();
        second.ConnectionString.Should().Be(first.ConnectionString);
        (await _scratch.ProcessId()).Should().Be(process);
    }

    [Fact]
    public async Task A_data_directory_reached_through_a_link_is_the_same_one()
    {
        var first = await _scratch.Start();
        var link = _scratch.Options.DataDirectory + "-link";
        Directory.CreateSymbolicLink(link, _scratch.Options.DataDirectory);

        (await _scratch.Start(_scratch.Options with { DataDirectory = link })).ConnectionString.Should().Be(first.ConnectionString);
    }

    [Fact]
    public async Task The_last_to_leave_stops_the_server_and_what_was_written_is_there_at_the_next_start()
    {
        var first = await _scratch.Start();
        var second = await _scratch.Start();
        await Ask<int>(first, "create table kept (id int); insert into kept values (7) returning id");

        await first.Stop(CancellationToken.None);
        (await Ask<int>(second, "select id from kept")).Should().Be(7, "the second still uses the server");

        await second.Stop(CancellationToken.None);
        File.Exists(Path.Combine(_scratch.Cluster, "postmaster.pid")).Should().BeFalse();

        (await Ask<int>(await _scratch.Start(), "select id from kept")).Should().Be(7);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_with_its_data()
    {
        var first = await _scratch.Start(_scratch.Options with { Durable = true });
        await Ask<int>(first, "create table kept (id int); insert into kept values (7) returning id");

        await _scratch.Kill();
        var second = await _scratch.Start();

        second.StartedHere.Should().BeTrue();
        (await Ask<int>(second, "select id from kept")).Should().Be(7);
    }

    [Fact]
    public async Task A_process_that_was_given_the_dead_servers_number_is_neither_taken_for_it_nor_in_its_way()
    {
        await using var neighbour = ScratchServer.Create();
        var other = await neighbour.Start();
        await _scratch.Start();
        await _scratch.Kill();
        var pidFile = Path.Combine(_scratch.Cluster, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile);
        var reused = await File.ReadAllLinesAsync(Path.Combine(neighbour.Cluster, "postmaster.pid"));
        await File.WriteAllLinesAsync(pidFile, [reused[0], .. lines[1..3], reused[3], .. lines[4..]]);

        var server = await _scratch.Start();

        server.StartedHere.Should().BeTrue();
        (await Ask<string>(server, "show data_directory")).Should().Be(_scratch.Cluster);
        (await Ask<string>(other, "show data_directory")).Should().Be(neighbour.Cluster);
    }

    [Fact]
    public async Task Starters_at_the_same_moment_share_one_server()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _scratch.Start())));

        servers.Count(server => server.StartedHere).Should().Be(1);
        servers.Select(server => server.ConnectionString).Distinct().Should().ContainSingle();
        (await Ask<int>(servers[3], "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task The_remains_of_a_start_that_was_cut_short_are_cleared()
    {
        Directory.CreateDirectory(_scratch.Cluster + ".new/made");
        await File.WriteAllTextAsync(_scratch.Cluster + ".new/made/PG_VERSION", "15");
        await File.WriteAllTextAsync(_scratch.In("postgres.password"), "of the start that was cut short");

        (await Ask<int>(await _scratch.Start(), "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task A_lost_password_is_said_and_the_cluster_left_alone()
    {
        await (await _scratch.Start()).Stop(CancellationToken.None);
        File.Delete(_scratch.In("postgres.password"));

        (await FluentActions.Awaiting(() => _scratch.Start()).Should().ThrowAsync<EmbeddedPostgresException>())
            .Which.Message.Should().Contain(_scratch.In("postgres.password")).And.Contain(_scratch.Cluster);
        File.Exists(Path.Combine(_scratch.Cluster, "PG_VERSION")).Should().BeTrue();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _scratch.DisposeAsync();

    private static Task<T> Ask<T>(EmbeddedPostgres server, string sql) => ScratchServer.Ask<T>(server.ConnectionString, sql);
}
