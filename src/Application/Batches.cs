namespace PilotPairing.Application;

/// <summary>Works through what is due in units of work of their own, so that no transaction grows with how much that is.</summary>
internal static class Batches
{
    public const int Most = 500;

    /// <param name="batch">Takes up to <see cref="Most"/> and answers how many it took.</param>
    public static async Task<int> Run(
        IStore store, TimeProvider clock, Func<IWork, DateTimeOffset, Task<int>> batch, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            await using var work = await store.Begin(cancellationToken);
            var taken = await batch(work, clock.GetUtcNow());
            await work.Commit(cancellationToken);
            total += taken;
            if (taken < Most)
                return total;
        }
    }
}
