using Microsoft.Extensions.Hosting;
using Npgsql;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>Measures how long the oldest due row of each kind has been due, where metrics are exported.</summary>
internal sealed class OutboxAge(NpgsqlDataSource database, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly string[] Kinds = ["delivery", "send", "cleanup"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Measure(stoppingToken);
            }
            catch (Exception)
            {
                // The database is away: others say so, and there is nothing to measure.
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task Measure(CancellationToken cancellationToken)
    {
        var rows = await database.Query<(string Kind, TimeSpan Age)>(
            "select kind, now() - min(run_at) as age from outbox where run_at <= now() group by kind", null, cancellationToken);
        foreach (var kind in Kinds)
            Meters.OutboxAge(kind, rows.FirstOrDefault(row => row.Kind == kind).Age);
    }
}
