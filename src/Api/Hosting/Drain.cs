using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// A server on its way out: it reports that it is not ready and goes on serving, until the proxy sends it nothing more. Then requests and
/// streams end in order.
/// </summary>
internal sealed partial class Drain(
    IOptions<StoppingOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Drain> log)
{
    private volatile bool _isOn;

    public bool IsOn => _isOn;

    /// <summary>Ends when the host may be stopped: after the signal and the delay, or when the host stops by itself.</summary>
    public async Task Wait(CancellationToken signal)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signal, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var seconds = options.Value.DrainSeconds;
        if (seconds == 0 || lifetime.ApplicationStopping.IsCancellationRequested)
            return;

        _isOn = true;
        Log.Begun(log, seconds);
        await Task.Delay(TimeSpan.FromSeconds(seconds), clock, lifetime.ApplicationStopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Streams end and requests under way are answered. A pairing that was just started waits for the watcher, which the host stops with
    /// all else.
    /// </summary>
    public async Task EndRequests(IServer server)
    {
        lifetime.StopApplication();
        using var enough = new CancellationTokenSource(Stopping.OfRequests, clock);
        await server.StopAsync(enough.Token);
    }

    /// <summary>Clients that keep their connection would go on sending requests over it.</summary>
    public Task EndConnections(HttpContext context, RequestDelegate next)
    {
        if (IsOn && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return next(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1905, LogLevel.Information, "A stop was requested: not ready from now on, served for another {Seconds} s")]
        public static partial void Begun(ILogger log, int seconds);
    }
}
