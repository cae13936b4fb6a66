namespace PilotPairing.Application.Statistics;

/// <summary>Whole days (UTC), both included.</summary>
public readonly record struct FunnelPeriod(DateOnly From, DateOnly To)
{
    public const int MostDays = 400;

    /// <summary>How many days are read where none are named.</summary>
    public const int UsualDays = 30;

    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>What is left out ends today, and begins a month before its end.</summary>
    public static FunnelPeriod Of(DateOnly? from, DateOnly? to, DateTimeOffset now)
    {
        var end = to ?? DateOnly.FromDateTime(now.UtcDateTime);
        return new(from ?? DateOnly.FromDayNumber(Math.Max(0, end.DayNumber - UsualDays + 1)), end);
    }

    public IEnumerable<DateOnly> Each()
    {
        for (var day = From.DayNumber; day <= To.DayNumber; day++)
            yield return DateOnly.FromDayNumber(day);
    }
}
