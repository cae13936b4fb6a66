namespace PilotPairing.Api.Hosting;

/// <summary>The default lifetime would stop a host with the signal itself; here the command that serves gets the signals.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
