using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Pairing;

/// <summary>Writes what an attempt became. The number is connecting from the first artifact to the attempt's end.</summary>
internal sealed class SaveAttempt(IStore store, ILinkReads links, TimeProvider clock)
{
    /// <summary>False when somebody was faster: look again.</summary>
    public async Task<bool> Run(Instance instance, StoredAttempt current, CancellationToken cancellationToken)
    {
        var link = current.Attempt.Link is { } id ? await links.Find(id, cancellationToken) : null;
        await using var work = await store.Begin(cancellationToken);
        if (current.Attempt.EndedAt is not null)
        {
            // What was offered could still be scanned, and would link a device that nobody knows of.
            if (await work.Instances.StopPairing(instance.Id, clock.GetUtcNow()))
                work.CleanUps.Add(instance, CleanUp.Logout);
        }
        else if (current.Attempt.IssuedOrUsed)
        {
            await work.Instances.BeginPairing(instance.Id, clock.GetUtcNow());
        }

        if (!await work.Attempts.Save(current))
            return false;
        if (current.Attempt.CameToNothing)
            work.Starts.GiveBack(instance.Number, current.Attempt.Id, current.Attempt.StartedAt);
        await AttemptNews.Tell(work, instance, current.Attempt, link, clock.GetUtcNow());
        await work.Commit(cancellationToken);
        return true;
    }
}
