using System.Net.Sockets;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// <c>/metrics</c> on a port of its own: a server beside ours, so that neither answers what the other does, and no limit, log or sign-in of
/// the API concerns it.
/// </summary>
internal sealed class MetricsServer(string address, MeterProvider metrics) : IHostedService, IAsyncDisposable
{
    private WebApplication? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Nothing is read from the settings of the program, whose addresses are another server's.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(address);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        _server = builder.Build();
        _server.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, context => context.Request.Path == "/metrics", null, null, null);
        _server.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        try
        {
            await _server.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new OptionsValidationException(MetricsOptions.Section, typeof(MetricsOptions),
                [$"Metrics:Prometheus: {address} cannot be listened at: {exception.Message}"]);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
