using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Meta;

/// <summary>What the connection of a number of the official API means to the rest, in the unit of work that writes it.</summary>
internal static class MetaConnections
{
    /// <param name="name">Null: what Meta verified, or else the masked number.</param>
    public static Instance Create(TenantId tenant, MetaAccess access, DisplayName? name, Labels labels, DateTimeOffset now)
    {
        var phone = access.Number.Number!.Value;
        return Instance.OfMeta(NumberId.New(now), tenant, phone,
            name ?? DisplayName.Parse(access.Number.VerifiedName) ?? DisplayName.Parse(phone.Masked)!.Value, labels, now);
    }

    public static void Add(IWork work, Instance instance, MetaAccess access, LinkId? link, DateTimeOffset now)
    {
        work.Instances.Add(instance);
        work.MetaNumbers.Put(instance, access, now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberCreated, instance, now) with { Link = link });
        work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now) with { Link = link });
    }

    /// <summary>What Graph let us have replaces what we had. False when the number was removed meanwhile.</summary>
    public static async Task<bool> Renew(IWork work, Instance instance, MetaAccess access, LinkId? link, DateTimeOffset now)
    {
        var phone = access.Number.Number!.Value;
        if (!await work.Instances.Renew(instance.Id, phone, now))
            return false;
        instance.Renew(phone, now);
        work.MetaNumbers.Put(instance, access, now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now) with { Link = link });
        return true;
    }

    /// <summary>
    /// The number of a link that offers both ways is connected through Meta. False when it connected otherwise or was removed meanwhile.
    /// </summary>
    public static async Task<bool> Turn(IWork work, Instance instance, PairingLink link, MetaAccess access, DateTimeOffset now)
    {
        var phone = access.Number.Number!.Value;
        if (!await work.Instances.SwitchToMeta(instance.Id, phone, now) || !await work.Links.Spend(link, now))
            return false;
        if (await work.Attempts.Current(instance.Id) is { } current)
        {
            current.Attempt.End(PairingPhase.Ready, now);
            await work.Attempts.Save(current);
        }

        // What the gateway has of it would stay a second device of the same phone.
        work.CleanUps.Add(instance, CleanUp.Delete);
        instance.SwitchToMeta(phone, now);
        work.Links.SpendAll(instance.Id, now);
        work.KeyMoves.Complete(instance.Id);
        work.MetaNumbers.Put(instance, access, now);
        work.Events.Add(NumberEvent.Of(EventNames.NumberConnected, instance, now) with { Link = link.Id });
        return true;
    }
}
