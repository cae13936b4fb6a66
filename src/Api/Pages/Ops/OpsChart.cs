using System.Globalization;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One bar of a chart, as it is drawn; of failures a part stands on top of the rest.</summary>
internal sealed record OpsBar(
    string X, string Width, string DeliveredY, string DeliveredHeight, string FailedY, string FailedHeight, OpsMinute Minute);

/// <summary>The attempts of the last hour as bars, one a minute, those without attempts too.</summary>
internal sealed class OpsChart
{
    public const int Width = 720;
    public const int Height = 120;
    private const int Minutes = 60;

    public OpsChart(OpsDeliveryRate rate, DateTimeOffset now)
    {
        var last = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var known = rate.Minutes.ToDictionary(minute => minute.Minute);
        Values = [.. Enumerable.Range(0, Minutes).Select(index => last.AddMinutes(index - Minutes + 1))
            .Select(minute => known.GetValueOrDefault(minute) ?? new(minute, 0, 0))];
        Most = Math.Max(1, Values.Max(minute => minute.Delivered + minute.Failed));
        Bars = [.. Values.Select(Bar)];
        IsCut = rate.IsCut;
    }

    public IReadOnlyList<OpsMinute> Values { get; }

    public IReadOnlyList<OpsBar> Bars { get; }

    public int Most { get; }

    public bool IsCut { get; }

    public int Delivered => Values.Sum(minute => minute.Delivered);

    public int Failed => Values.Sum(minute => minute.Failed);

    private OpsBar Bar(OpsMinute minute, int index)
    {
        const double Step = (double)Width / Minutes;
        var (delivered, failed) = ((double)Height * minute.Delivered / Most, (double)Height * minute.Failed / Most);
        return new(
            Written(index * Step), Written(Step - 2), Written(Height - delivered), Written(delivered),
            Written(Height - delivered - failed), Written(failed), minute);
    }

    /// <summary>A length as SVG has it.</summary>
    public static string Written(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
