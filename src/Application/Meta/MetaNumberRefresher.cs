using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Meta;

/// <param name="IsStale">Graph was asked and did not say.</param>
public sealed record MetaView(MetaRecord Record, bool IsStale);

/// <summary>What is known of a number of the official API, and what Graph says of it where it is asked again.</summary>
internal sealed class MetaNumberRefresher(
    IStore store, IMetaNumberQueries numbers, IInstanceQueries instances, IMetaApps apps, TimeProvider clock)
{
    /// <summary>Null for numbers that were paired by QR code.</summary>
    public async Task<MetaView?> Of(NumberId number, TenantMode mode, bool isAskedAgain, CancellationToken cancellationToken)
    {
        if (await numbers.Find(number, cancellationToken) is not { } record)
            return null;
        if (!isAskedAgain)
            return new(record, IsStale: false);
        if (apps.Graph(mode) is not { } graph || await numbers.Token(number, cancellationToken) is not { } token)
            return new(record, IsStale: true);
        var answer = await graph.Number(record.PhoneNumberId, token, cancellationToken);
        if (answer.Refusal is not null || await instances.Find(number, cancellationToken) is not { } instance)
            return new(record, IsStale: true);

        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        await Follow(work, instance, answer.Value.Status, now);
        work.MetaNumbers.Note(number, answer.Value, now);
        await work.Commit(cancellationToken);
        return await numbers.Find(number, cancellationToken) is { } noted ? new(noted, IsStale: false) : null;
    }

    /// <summary>What Meta took away is lost at once, and back when Meta says so; what it only slows down or doubts is neither.</summary>
    private static async Task Follow(IWork work, Instance instance, string? status, DateTimeOffset now)
    {
        if (LossIn(status) is { } reason && await work.Instances.Disconnect(instance.Id, reason, missedAt: null, now))
        {
            instance.Close(now);
            DisconnectedEvent.Publish(work, instance, reason, token: null, now);
        }
        else if (status == "CONNECTED" && instance.State == InstanceState.Close && await work.Instances.Reopen(instance.Id, now))
        {
            instance.Renew(instance.ConnectedNumber ?? instance.Number, now);
            work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now));
        }
    }

    private static DisconnectReason? LossIn(string? status) => status switch
    {
        "BANNED" => DisconnectReason.Banned,
        "DISCONNECTED" or "DELETED" or "MIGRATED" => DisconnectReason.RemovedByGateway,
        _ => null,
    };
}
