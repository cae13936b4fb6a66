namespace PilotPairing.LocalPostgres;

/// <summary>PostgreSQL from the distribution, without the main cluster its package would create and start.</summary>
internal static class DebianPackage
{
    private const string AptGet = "/usr/bin/apt-get";
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";
    private const string NoMainCluster = "create_main_cluster = false";

    public static bool CanInstall => Environment.IsPrivilegedProcess && File.Exists("/etc/debian_version") && File.Exists(AptGet);

    /// <param name="step">Called with each step before it runs: each takes from seconds to minutes.</param>
    public static async Task Install(Action<string> step, CancellationToken cancellationToken)
    {
        step("apt-get update");
        await Apt(["update"], cancellationToken);
        step("apt-get install postgresql-common");
        await Apt(["install", "-y", "--no-install-recommends", "postgresql-common"], cancellationToken);
        var settings = await File.ReadAllLinesAsync(ClusterSettings, cancellationToken);
        if (!settings.Any(line => line.TrimStart().StartsWith("create_main_cluster", StringComparison.Ordinal)))
            await File.AppendAllLinesAsync(ClusterSettings, [NoMainCluster], cancellationToken);
        step("apt-get install postgresql");
        await Apt(["install", "-y", "--no-install-recommends", "postgresql"], cancellationToken);
    }

    private static Task<string> Apt(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.Demand("env", ["DEBIAN_FRONTEND=noninteractive", AptGet, "-q", .. arguments], cancellationToken);
}
