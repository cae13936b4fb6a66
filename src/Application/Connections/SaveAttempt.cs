using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Instances;

namespace PilotPairing.Application.Connections;

/// <summary>
/// Stores a changed attempt and publishes its events. The number is connecting from the first artifact to the attempt's end.
/// </summary>
internal sealed class SaveAttempt(IStore store, ILinkQueries links, TimeProvider clock)
{
    /// <summary>False when another node was faster: check again.</summary>
    public async Task<bool> Run(Instance instance, StoredAttempt current, CancellationToken cancellationToken)
    {
        var link = current.Attempt.Link is { } id ? await links.Find(id, cancellationToken) : null;
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (!await Write(work, instance, current, now))
            return false;
        if (current.Attempt.CameToNothing)
            work.Starts.GiveBack(instance.Number, current.Attempt.Id, current.Attempt.StartedAt);
        await AttemptEvents.Publish(work, instance, current.Attempt, link, now);
        await work.Commit(cancellationToken);
        return true;
    }

    /// <summary>The same within a unit of work that does more. False when somebody was faster.</summary>
    public static async Task<bool> Write(IWork work, Instance instance, StoredAttempt current, DateTimeOffset now)
    {
        if (current.Attempt.EndedAt is not null)
        {
            // What was offered could still be scanned, and would link a device that nobody knows of.
            if (await work.Instances.StopPairing(instance.Id, now))
                work.CleanUps.Add(instance, CleanUp.Logout);
        }
        else if (current.Attempt.IssuedOrUsed)
        {
            await work.Instances.BeginPairing(instance.Id, now);
        }

        return await work.Attempts.Save(current);
    }
}
