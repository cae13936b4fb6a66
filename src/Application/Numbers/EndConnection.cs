using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Numbers;

/// <summary>Writes a confirmed loss and its event, once.</summary>
internal sealed class EndConnection(IStore store, TimeProvider clock)
{
    public async Task Run(Instance instance, DisconnectReason reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Instances.Disconnect(instance.Id, reason, now))
            return;
        instance.Close(now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberDisconnected, instance, now) with { Reason = reason });
        await work.Commit(cancellationToken);
    }
}
