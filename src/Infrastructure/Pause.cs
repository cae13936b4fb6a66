namespace PilotPairing.Infrastructure;

/// <summary>Pauses after errors in a row: 100 ms, doubling to 5 s.</summary>
internal sealed class Pause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private TimeSpan _next = TimeSpan.FromMilliseconds(100);

    public TimeSpan Next()
    {
        var pause = _next;
        _next = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }
}
