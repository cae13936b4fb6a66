using PilotPairing.Application.Instances;
using PilotPairing.Domain.Instances;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Writes a loss and its event, once: at once where the gateway is sure of it, else when a later check confirms the first.
/// </summary>
internal sealed class EndConnection(IStore store, DisconnectedEvent disconnected, TimeProvider clock)
{
    public async Task Run(Instance instance, DisconnectReason reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = await disconnected.DrawToken(instance.Tenant, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        if (IsSure(reason) || now - instance.LastCheck.MissedAt >= Instance.LossConfirmedAfter)
        {
            if (!await work.Instances.Disconnect(instance.Id, reason, IsSure(reason) ? null : instance.LastCheck.MissedAt, now))
                return;
            instance.Close(now);
            DisconnectedEvent.Publish(work, instance, reason, token, now);
        }
        else
        {
            work.Instances.Miss(instance.Id, now);
        }

        await work.Commit(cancellationToken);
    }

    /// <summary>Nobody comes back from these by himself.</summary>
    private static bool IsSure(DisconnectReason reason) =>
        reason is DisconnectReason.LoggedOut or DisconnectReason.Banned or DisconnectReason.Replaced;
}
