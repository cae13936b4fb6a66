using PilotPairing.LocalPostgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>
/// Stops, crashes, races and half-done starts, each on a cluster of its own; the running server is <see cref="EmbeddedPostgresTests"/>.
/// </summary>
public sealed class EmbeddedPostgresRestartTests : IAsyncLifetime
{
    private readonly ScratchServer _scratch = ScratchServer.Create();

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
        var durable = _scratch.Options with { Durable = true };
        var first = await _scratch.Start(durable);
        (await Ask<string>(first, ScratchServer.Durability)).Should().Be("on on on");
        await Ask<int>(first, "create table kept (id int); insert into kept values (7) returning id");

        await _scratch.Kill();
        var second = await _scratch.Start(durable);

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
    public async Task A_lost_password_is_reported_and_the_cluster_left_alone()
    {
        await (await _scratch.Start()).Stop(CancellationToken.None);
        File.Delete(_scratch.In("postgres.password"));

        (await FluentActions.Awaiting(() => _scratch.Start()).Should().ThrowAsync<EmbeddedPostgresException>())
            .Which.Message.Should().Contain(_scratch.In("postgres.password")).And.Contain(_scratch.Cluster);
        File.Exists(Path.Combine(_scratch.Cluster, "PG_VERSION")).Should().BeTrue();
    }

    [RootFact]
    public async Task A_data_directory_that_account_cannot_enter_names_a_cluster_elsewhere()
    {
        await using var scratch = ScratchServer.Create(isPrivate: true);

        var first = await scratch.Start();
        var second = await scratch.Start();

        var cluster = (await File.ReadAllTextAsync(scratch.In("cluster"))).Trim();
        cluster.Should().StartWith(scratch.FarRoot);
        (await ScratchServer.Ask<string>(first.ConnectionString, "show data_directory")).Should().Be(cluster);
        second.ConnectionString.Should().Be(first.ConnectionString);
        (await File.ReadAllTextAsync(Path.Combine(cluster, "..", "belongs-to"))).Trim().Should().Be(scratch.Options.DataDirectory);
        Directory.Exists(scratch.Cluster).Should().BeFalse();
        File.Exists(scratch.In("postgres.password")).Should().BeTrue();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _scratch.DisposeAsync();

    private static Task<T> Ask<T>(EmbeddedPostgres server, string sql) => ScratchServer.Ask<T>(server.ConnectionString, sql);
}
