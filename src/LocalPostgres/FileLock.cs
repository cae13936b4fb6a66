namespace PilotPairing.LocalPostgres;

/// <summary>Locks between processes that the system takes back from a dead one.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The holder may be installing PostgreSQL.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<IDisposable> Exclusive(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            if (TryExclusive(path) is { } held)
                return held;
            if (clock.GetElapsedTime(began) > Patience)
                throw new EmbeddedPostgresException($"Another process has held {path} for {Patience.TotalMinutes:0} minutes");
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public static IDisposable? TryExclusive(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        // Being locked has no exception type of its own; its neighbours do.
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            return null;
        }
    }

    public static IDisposable Shared(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
}
