using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace PilotPairing.LocalPostgres;

/// <summary>The files of the server, the account that owns them, and the password of its one role.</summary>
internal sealed partial record Cluster(string Folder, string Password, ServerAccount Account, PostgresBinaries Binaries)
{
    public const string Role = "pilotpairing";

    public string ServerLog => Path.Combine(Folder, "server.log");

    [UnsupportedOSPlatform("windows")]
    public static async Task<Cluster> Open(EmbeddedPostgresOptions options, DataFolder data, CancellationToken cancellationToken)
    {
        if (await data.ExistingCluster(cancellationToken) is { } existing)
        {
            var fitting = await PostgresBinaries.Find(options, await DataFolder.MajorOf(existing, cancellationToken), cancellationToken);
            return new(existing, await data.ReadPassword(existing, cancellationToken),
                await ServerAccount.OwnerOf(existing, cancellationToken), fitting);
        }

        // The binaries first: their package brings the account.
        var binaries = await PostgresBinaries.Find(options, clusterMajor: null, cancellationToken);
        var account = await ServerAccount.Choose(cancellationToken);
        var folder = await data.PlaceForCluster(account, options.FarRoot, cancellationToken);
        var cluster = new Cluster(folder, await data.DrawPassword(cancellationToken), account, binaries);
        Log.Making(options.Log, binaries.Major, folder);
        await cluster.Make(options.Durable, cancellationToken);
        Log.Made(options.Log, folder, binaries.Major);
        return cluster;
    }

    // Made beside its place and moved there whole, so that a start cut short leaves nothing that looks like a cluster.
    [UnsupportedOSPlatform("windows")]
    private async Task Make(bool durable, CancellationToken cancellationToken)
    {
        var workshop = Folder + ".new";
        if (Directory.Exists(workshop))
            Directory.Delete(workshop, recursive: true);
        Directory.CreateDirectory(workshop, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await Account.Own(workshop, cancellationToken);

        var passwordFile = Path.Combine(workshop, "password");
        await DataFolder.WriteSecret(passwordFile, Password, cancellationToken);
        await Account.Own(passwordFile, cancellationToken);

        var made = Path.Combine(workshop, "made");
        var outcome = await Account.Run(Binaries.Initdb,
        [
            "-D", made, "-U", Role, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8",
            "--lc-collate=C", $"--lc-ctype={(OperatingSystem.IsMacOS() ? "UTF-8" : "C.UTF-8")}",
            .. durable ? Array.Empty<string>() : ["--no-sync"],
        ], cancellationToken);
        File.Delete(passwordFile);
        if (!outcome.Succeeded)
            throw new EmbeddedPostgresException($"initdb ended with {outcome.ExitCode}: {outcome.Output}");

        Directory.Move(made, Folder);
        Directory.Delete(workshop, recursive: true);
    }

    private static partial class Log
    {
        [LoggerMessage(4914, LogLevel.Information, "Making a PostgreSQL {Major} cluster in {Folder}")]
        public static partial void Making(ILogger log, int major, string folder);

        [LoggerMessage(4911, LogLevel.Information, "Made a PostgreSQL {Major} cluster in {Folder}")]
        public static partial void Made(ILogger log, string folder, int major);
    }
}
