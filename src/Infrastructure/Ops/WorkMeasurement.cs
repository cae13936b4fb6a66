using Microsoft.Extensions.Hosting;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Ops;

/// <summary>Measures how the background work goes, where metrics are exported.</summary>
internal sealed class WorkMeasurement(IWorkHealth work, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Meters.Measured(await work.Read(stoppingToken));
            }
            catch (Exception)
            {
                // The database is away: others report it, and there is nothing to measure.
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
