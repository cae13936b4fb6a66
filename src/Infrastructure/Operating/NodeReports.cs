using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>Reports this process among those that serve the installation, and logs the settings in which others differ from it.</summary>
internal sealed partial class NodeReports(INodes nodes, TimeProvider clock, ILogger<NodeReports> log) : BackgroundService
{
    /// <summary>A database that is away must not delay a stop.</summary>
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(1);
    private readonly HashSet<string> _logged = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Try(Compare, stoppingToken);
            await Task.Delay(NodeRepository.ReportEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var enough = new CancellationTokenSource(LeaveWithin);
        await Try(nodes.Leave, enough.Token);
    }

    private async Task Compare(CancellationToken cancellationToken)
    {
        await nodes.Report(cancellationToken);
        foreach (var (node, settings) in SettingDifferences.Between(nodes.Own, await nodes.Others(cancellationToken)))
        {
            var differing = string.Join(", ", settings);
            if (_logged.Add($"{node}: {differing}"))
                Log.Differ(log, node, differing);
        }
    }

    private static async Task Try(Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFailure.Of(exception) is not null)
        {
            // What needs the database for more than this reports that it is away.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5050, LogLevel.Error, "{Node} was given other settings than this process: {Settings}. Give every node the same")]
        public static partial void Differ(ILogger log, string node, string settings);
    }
}
