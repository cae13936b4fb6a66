using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PilotPairing.LocalPostgres;

public sealed record EmbeddedPostgresOptions
{
    /// <summary>Holds the cluster, its password and the locks; made when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Made when missing; the connection string leads to it.</summary>
    public string Database { get; init; } = "pilotpairing";

    /// <summary>False gives up every promise about a power cut for speed: only for data of tests.</summary>
    public bool Durable { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Where to look for initdb, pg_ctl and postgres.</summary>
    internal IReadOnlyList<string> BinaryFolders { get; init; } = PostgresBinaries.UsualFolders();

    /// <summary>Whether a missing PostgreSQL is installed from the distribution.</summary>
    public bool MayInstall { get; init; } = DebianPackage.CanInstall;

    /// <summary>Where clusters go that the unprivileged account could not reach in their data directory.</summary>
    internal string FarRoot { get; init; } = "/var/lib/pilotpairing";
}

/// <summary>No embedded server can be had; the message says what to do about it.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? cause = null) : Exception(message, cause);
