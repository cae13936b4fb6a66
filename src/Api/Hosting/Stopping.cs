using System.Globalization;
using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Hosting;

/// <summary>How long a stop may take, whatever is away: a supervisor that restarts us does not wait for a database.</summary>
internal static class Stopping
{
    /// <summary>From the end of draining to the end of the process.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>What requests under way get, while the services that they wait for still run.</summary>
    public static readonly TimeSpan OfRequests = TimeSpan.FromSeconds(3);

    /// <summary>What the services get then: deliveries under way end, leases are given back.</summary>
    public static readonly TimeSpan OfServices = TimeSpan.FromSeconds(11);

    /// <summary>As a shell has it for a command that was ended by a signal.</summary>
    public const int Interrupted = 143;

    /// <summary>From the signal to the end of the process. A setting that cannot be used is refused elsewhere.</summary>
    public static TimeSpan LongestWithDrain() =>
        int.TryParse(Setup.Chosen()[$"{StoppingOptions.Section}:{nameof(StoppingOptions.DrainSeconds)}"], CultureInfo.InvariantCulture,
            out var seconds) && StoppingOptions.IsDrain(seconds) ? Longest + TimeSpan.FromSeconds(seconds) : Longest;

    public static void BoundStopping(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = OfServices;
            // One after the other, each that waits for the database would use up the time of those behind it.
            host.ServicesStopConcurrently = true;
        });
        services.AddOptions<StoppingOptions>().Bind(configuration.GetSection(StoppingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoppingOptions>, StoppingOptionsValidator>();
        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime, NoSignals>();
    }
}
