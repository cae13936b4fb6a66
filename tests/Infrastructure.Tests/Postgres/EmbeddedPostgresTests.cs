using Npgsql;
using PilotPairing.LocalPostgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>
/// A server as its first start leaves it, one for all these tests; how it comes and goes is <see cref="EmbeddedPostgresRestartTests"/>.
/// </summary>
public sealed class EmbeddedPostgresTests(EmbeddedPostgresTests.FirstStart started) : IClassFixture<EmbeddedPostgresTests.FirstStart>
{
    private readonly ScratchServer _scratch = started.Scratch;
    private readonly EmbeddedPostgres _server = started.Server;

    [Fact]
    public async Task A_first_start_leads_to_an_empty_database()
    {
        _server.StartedHere.Should().BeTrue();
        (await Ask<string>("select current_database()::text")).Should().Be("pilotpairing");
        (await Ask<string>("show server_encoding")).Should().Be("UTF8");
        (await Ask<string>("select lower('ÄÉ')")).Should().Be("äé");
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_and_on_no_socket_file()
    {
        (await Ask<string>("show listen_addresses")).Should().Be("127.0.0.1");
        (await Ask<string>("show unix_socket_directories")).Should().BeEmpty();
        var port = new NpgsqlConnectionStringBuilder(_server.ConnectionString).Port;
        (await File.ReadAllTextAsync("/proc/net/unix")).Should().NotContain($".s.PGSQL.{port}");
    }

    [Fact]
    public async Task Only_the_owner_reads_the_password_and_only_the_password_opens_the_server()
    {
        File.GetUnixFileMode(_scratch.In("postgres.password")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.Exists(_scratch.Cluster + ".new").Should().BeFalse("the copy that initdb read is gone");
        var guessed = new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Password = "guessed" }.ConnectionString;
        (await FluentActions.Awaiting(() => ScratchServer.Ask<int>(guessed, "select 1")).Should().ThrowAsync<PostgresException>())
            .Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
        (await Ask<string>("select rolpassword from pg_authid where rolname = current_user")).Should().StartWith("SCRAM-SHA-256$");
    }

    [Fact]
    public async Task Durability_is_given_up_on_request() => (await Ask<string>(ScratchServer.Durability)).Should().Be("off off off");

    [Fact]
    public async Task A_second_start_picks_up_the_running_server()
    {
        var process = await _scratch.ProcessId();

        await using var second = await _scratch.Start();

        second.StartedHere.Should().BeFalse();
        second.ConnectionString.Should().Be(_server.ConnectionString);
        (await _scratch.ProcessId()).Should().Be(process);
    }

    [Fact]
    public async Task A_data_directory_reached_through_a_link_is_the_same_one()
    {
        var link = _scratch.Options.DataDirectory + "-link";
        Directory.CreateSymbolicLink(link, _scratch.Options.DataDirectory);

        await using var second = await _scratch.Start(_scratch.Options with { DataDirectory = link });

        second.ConnectionString.Should().Be(_server.ConnectionString);
    }

    [RootFact]
    public async Task Started_by_root_it_runs_as_an_account_without_privileges()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{await _scratch.ProcessId()}/status");
        status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..].Should().NotContain("0");
        status.Single(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[1..].Should().NotContain("0");
        status.Single(line => line.StartsWith("Groups:", StringComparison.Ordinal)).Trim().Should().Be("Groups:");
    }

    private Task<T> Ask<T>(string sql) => ScratchServer.Ask<T>(_server.ConnectionString, sql);

    public sealed class FirstStart : IAsyncLifetime
    {
        internal ScratchServer Scratch { get; } = ScratchServer.Create();

        internal EmbeddedPostgres Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await Scratch.Start();

        public async Task DisposeAsync() => await Scratch.DisposeAsync();
    }
}
