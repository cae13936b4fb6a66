namespace PilotPairing.Api.Hosting;

/// <summary>How long a stop may take, whatever is away: a supervisor that restarts us does not wait for a database.</summary>
internal static class Stopping
{
    /// <summary>From the signal to the end of the process.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>What the services get: requests and deliveries under way end, leases are given back.</summary>
    public static readonly TimeSpan OfServices = TimeSpan.FromSeconds(12);

    /// <summary>As a shell has it for a command that was ended by a signal.</summary>
    public const int Interrupted = 143;

    public static void BoundStopping(this IServiceCollection services) => services.Configure<HostOptions>(host =>
    {
        host.ShutdownTimeout = OfServices;
        // One after the other, each that waits for the database would use up the time of those behind it.
        host.ServicesStopConcurrently = true;
    });
}
