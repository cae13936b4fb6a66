namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>What differs when root starts the server, which PostgreSQL itself refuses.</summary>
public sealed class EmbeddedPostgresAsRootTests
{
    [RootFact]
    public async Task The_server_runs_as_an_unprivileged_account_that_cannot_read_the_password_file()
    {
        await using var scratch = ScratchServer.Create();
        await scratch.Start();

        var status = await File.ReadAllLinesAsync($"/proc/{await scratch.ProcessId()}/status");
        status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1..].Should().NotContain("0");
        status.Single(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[1..].Should().NotContain("0");
        status.Single(line => line.StartsWith("Groups:", StringComparison.Ordinal)).Trim().Should().Be("Groups:");
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
        Directory.Exists(scratch.Cluster).Should().BeFalse();
        File.Exists(scratch.In("postgres.password")).Should().BeTrue();
    }

    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute()
        {
            if (!Environment.IsPrivilegedProcess)
                Skip = "Only root has an account to give up";
        }
    }
}
