namespace PilotPairing.Infrastructure.Outbox;

/// <summary>Extends a lease for as long as the work under it runs.</summary>
internal static class Heartbeat
{
    /// <param name="extend">Handles its own failures: the next one follows, and a lease outlives two that fail.</param>
    public static async Task<T> During<T>(Func<Task<T>> work, TimeSpan lease, Func<CancellationToken, Task> extend, TimeProvider clock)
    {
        using var done = new CancellationTokenSource();
        var extensions = Extend(lease, extend, clock, done.Token);
        try
        {
            return await work();
        }
        finally
        {
            await done.CancelAsync();
            await extensions;
        }
    }

    private static async Task Extend(TimeSpan lease, Func<CancellationToken, Task> extend, TimeProvider clock, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(lease / 3, clock, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
                return;
            await extend(done);
        }
    }
}
