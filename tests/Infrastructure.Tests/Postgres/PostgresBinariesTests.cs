using PilotPairing.LocalPostgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>Which installation is chosen, by stand-ins that only know their version.</summary>
public sealed class PostgresBinariesTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root = Directory.CreateTempSubdirectory("pilotpairing-binaries-").FullName;

    [Fact]
    public async Task The_newest_is_chosen_and_what_is_too_old_or_incomplete_is_passed_over()
    {
        var folders = new[] { Installed("13.4"), Installed("14.22 (Debian 14.22-1)"), Installed("16beta1"), Path.Combine(_root, "none") };
        var incomplete = Installed("18.0");
        File.Delete(Path.Combine(incomplete, "initdb"));
        var removed = Installed("17.0");
        File.Delete(Path.Combine(removed, "postgres"));
        File.CreateSymbolicLink(Path.Combine(removed, "postgres"), Path.Combine(_root, "gone"));

        var chosen = await Find([.. folders, incomplete, removed], clusterMajor: null);

        chosen.Should().Be(new PostgresBinaries(folders[2], 16));
    }

    [Fact]
    public async Task A_cluster_is_started_by_the_version_that_made_it()
    {
        var folders = new[] { Installed("14.1"), Installed("15.2"), Installed("16.3") };

        (await Find(folders, clusterMajor: 15)).Folder.Should().Be(folders[1]);
        (await FluentActions.Awaiting(() => Find([folders[0], folders[2]], clusterMajor: 15)).Should()
            .ThrowAsync<EmbeddedPostgresException>())
            .Which.Message.Should().Contain("PostgreSQL 15");
    }

    [Fact]
    public async Task Without_any_the_message_says_how_to_get_one()
    {
        (await FluentActions.Awaiting(() => EmbeddedPostgres.StartAsync(Options([Installed("13.4")]), CancellationToken.None)).Should()
            .ThrowAsync<EmbeddedPostgresException>())
            .Which.Message.Should().Contain("PostgreSQL 14 or newer").And.Contain("apt-get install postgresql").And.Contain("docker run")
            .And.Contain("ConnectionStrings__Postgres=");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Task<PostgresBinaries> Find(string[] folders, int? clusterMajor) =>
        PostgresBinaries.Find(Options(folders), clusterMajor, CancellationToken.None);

    private EmbeddedPostgresOptions Options(string[] folders) =>
        new() { DataDirectory = Path.Combine(_root, "data"), BinaryFolders = folders, MayInstall = false };

    private string Installed(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, version.Split(' ')[0])).FullName;
        foreach (var tool in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var path = Path.Combine(folder, tool);
            File.WriteAllText(path, $"#!/bin/sh\necho '{tool} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(path, Executable);
        }

        return folder;
    }
}
