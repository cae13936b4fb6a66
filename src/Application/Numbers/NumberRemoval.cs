using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>Ends a number: its attempt, links and key, and its session at the gateway.</summary>
internal static class NumberRemoval
{
    /// <summary>Must be the first statement of a unit of work where its result decides.</summary>
    /// <returns>The links that were revoked; null when somebody else removed the number.</returns>
    public static async Task<IReadOnlyList<PairingLink>?> End(IWork work, Instance instance, DateTimeOffset now)
    {
        if (!await work.Instances.Remove(instance.Id, now))
            return null;

        instance.Remove(now);
        if (await work.Attempts.Current(instance.Id) is { } current)
        {
            current.Attempt.End(PairingPhase.Ready, now);
            await work.Attempts.Save(current);
        }

        var links = await work.Links.RevokeAll(instance.Id, now);
        await work.KeyMoves.End(instance.Tenant, instance.Id, now);
        if (instance.Provider == Provider.PilotStatus)
            work.CleanUps.Add(instance, CleanUp.Delete);
        else
            work.MetaNumbers.Delete(instance.Id);
        return links;
    }
}
