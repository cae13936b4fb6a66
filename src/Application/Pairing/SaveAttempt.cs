using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Pairing;

/// <summary>Writes what an attempt became; when it ended without a connection the number stops connecting with it.</summary>
internal sealed class SaveAttempt(IStore store, TimeProvider clock)
{
    /// <summary>False when somebody was faster: look again.</summary>
    public async Task<bool> Run(Instance instance, StoredAttempt current, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (current.Attempt.EndedAt is not null)
            await work.Instances.StopPairing(instance.Id, clock.GetUtcNow());
        if (!await work.Attempts.Save(current))
            return false;
        await work.Commit(cancellationToken);
        return true;
    }
}
