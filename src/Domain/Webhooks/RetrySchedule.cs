namespace PilotPairing.Domain.Webhooks;

/// <summary>When a failed delivery is tried again: ten attempts over three days.</summary>
public static class RetrySchedule
{
    /// <summary>
    /// Planned pauses vary by this share either way, so that a receiver which comes back is not met by everything at once.
    /// </summary>
    public const double Jitter = 0.2;

    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Planned =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public static int Attempts => Planned.Length + 1;

    /// <summary>The pause after the given failed attempt (the first is 1); null when none is left.</summary>
    /// <param name="chance">Drawn by the caller, 0 to 1: 0 is the shortest pause, 1 the longest.</param>
    /// <param name="retryAfter">What the receiver asked for. It can only lengthen the pause, to 24 hours at most.</param>
    public static TimeSpan? After(int attempt, double chance, TimeSpan? retryAfter = null)
    {
        if (attempt < 1 || attempt > Planned.Length)
            return null;

        var planned = Planned[attempt - 1] * (1 - Jitter + (2 * Jitter * Math.Clamp(chance, 0, 1)));
        var asked = retryAfter is { } wish && wish < LongestRetryAfter ? wish : retryAfter is null ? TimeSpan.Zero : LongestRetryAfter;
        return asked > planned ? asked : planned;
    }
}
