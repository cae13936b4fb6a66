using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>The gateways that this process runs sessions of; none where it serves requests only.</summary>
internal sealed class BaileysNodes
{
    private IReadOnlyList<BaileysNode> _running = [];

    public BaileysNode? Of(string gateway) => _running.FirstOrDefault(node => node.Name == gateway);

    public void Run(IReadOnlyList<BaileysNode> running) => _running = running;
}

/// <summary>Runs the configured gateways of kind baileys, each with a process of its own, for as long as this process runs.</summary>
internal sealed partial class BaileysHost(
    IOptions<GatewaysOptions> options, BaileysNodes nodes, NpgsqlDataSource database, Envelopes envelopes, PostgresListener listener,
    IDatabaseHealth health, TimeProvider clock, IServiceProvider services, ILogger<BaileysHost> log) : BackgroundService
{
    /// <summary>How long the last write may take at a stop: an unreachable database must not delay it.</summary>
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = options.Value.All.Where(gateway => gateway.Kind == GatewayKinds.Baileys).Select(Make).ToList();
        nodes.Run(running);
        await Task.WhenAll(running.Select(node => Run(node, stoppingToken)));
    }

    private BaileysNode Make(GatewayOptions gateway)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var sessions = new OwnedSessions(database, envelopes, id);
        var events = ActivatorUtilities.CreateInstance<SessionEvents>(services, sessions, gateway);
        var leases = new SessionLeases(database, gateway.Name, id);
        var supervisor = ActivatorUtilities.CreateInstance<GatewaySupervisor>(services, gateway, events);
        return ActivatorUtilities.CreateInstance<BaileysNode>(services, gateway, supervisor, leases, sessions, events);
    }

    private async Task Run(BaileysNode node, CancellationToken stoppingToken)
    {
        using var subscription = listener.Subscribe(Channels.Gateway, _ => node.Wake(), node.Wake);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await node.Beat(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                health.Explain(exception);
                Log.BeatFailed(log, node.Name, exception);
            }

            await node.Rest(stoppingToken);
        }

        await Stop(node);
    }

    private static async Task Stop(BaileysNode node)
    {
        using var enough = new CancellationTokenSource(ReleaseWithin);
        try
        {
            await node.Stop(enough.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFailure.Of(exception) is not null)
        {
            // Without a beat of ours the sessions are claimed by others.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6017, LogLevel.Warning, "Running the sessions of gateway {Gateway} failed; it is tried again")]
        public static partial void BeatFailed(ILogger log, string gateway, Exception exception);
    }
}
