using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.LocalPostgres;

/// <summary>
/// What lies in the data directory: <c>postgres/</c> or, in <c>cluster</c>, the path of one elsewhere; its password; two locks.
/// </summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string ClusterName = "postgres";
    private readonly string _path;

    public DataFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"The folder of the setting DataDirectory cannot be made: {exception.Message}", exception);
        }

        _path = WithoutLinks(Path.GetFullPath(path));
    }

    /// <summary>Null when there is none; reading creates nothing.</summary>
    public static DataFolder? Existing(string path) => Directory.Exists(path) ? new(path) : null;

    public string StartLock => Path.Combine(_path, "postgres.lock");

    /// <summary>A shared lock, held by every process that uses the server.</summary>
    public string UseLock => Path.Combine(_path, "postgres.users");

    public string PasswordFile => Path.Combine(_path, "postgres.password");

    private string Elsewhere => Path.Combine(_path, "cluster");

    /// <summary>Null when there is none, or its making was interrupted.</summary>
    public async Task<string?> ExistingCluster(CancellationToken cancellationToken)
    {
        var cluster = File.Exists(Elsewhere)
            ? (await File.ReadAllTextAsync(Elsewhere, cancellationToken)).Trim() : Path.Combine(_path, ClusterName);
        return File.Exists(VersionFile(cluster)) ? cluster : null;
    }

    public static async Task<int> MajorOf(string cluster, CancellationToken cancellationToken) =>
        int.Parse(await File.ReadAllTextAsync(VersionFile(cluster), cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Where a new cluster goes: here, unless the account that runs the server cannot get here.</summary>
    public async Task<string> PlaceForCluster(ServerAccount account, string farRoot, CancellationToken cancellationToken)
    {
        if (await account.CanEnter(_path, cancellationToken))
        {
            File.Delete(Elsewhere);
            return Path.Combine(_path, ClusterName);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_path)))[..16];
        var cluster = Path.Combine(farRoot, hash, ClusterName);
        Directory.CreateDirectory(Path.GetDirectoryName(cluster)!);
        await File.WriteAllTextAsync(Elsewhere, cluster + "\n", cancellationToken);
        // For a person who finds the folder after the data directory is gone.
        await File.WriteAllTextAsync(Path.Combine(farRoot, hash, "belongs-to"), _path + "\n", cancellationToken);
        return cluster;
    }

    public async Task<string> ReadPassword(string cluster, CancellationToken cancellationToken) => File.Exists(PasswordFile)
        ? (await File.ReadAllTextAsync(PasswordFile, cancellationToken)).Trim()
        : throw new EmbeddedPostgresException(
            $"{PasswordFile} is gone, and with it the password of the cluster in {cluster}. Put the file back, or move that folder away to begin with an empty database.");

    [UnsupportedOSPlatform("windows")]
    public async Task<string> DrawPassword(CancellationToken cancellationToken)
    {
        var password = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await WriteSecret(PasswordFile, password, cancellationToken);
        return password;
    }

    [UnsupportedOSPlatform("windows")]
    public static async Task WriteSecret(string path, string secret, CancellationToken cancellationToken)
    {
        File.Delete(path);
        await using var file =
            new FileStream(
                path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        await file.WriteAsync(Encoding.ASCII.GetBytes(secret), cancellationToken);
    }

    private static string VersionFile(string cluster) => Path.Combine(cluster, "PG_VERSION");

    // The server names its folder without links; two spellings of one folder must not look like two clusters.
    private static string WithoutLinks(string path) => Path.GetDirectoryName(path) is not { } parent
        ? path
        : Directory.ResolveLinkTarget(Path.Combine(WithoutLinks(parent), Path.GetFileName(path)), returnFinalTarget: true)?.FullName
            ?? Path.Combine(WithoutLinks(parent), Path.GetFileName(path));
}
