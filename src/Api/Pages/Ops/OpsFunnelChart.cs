using PilotPairing.Application.Ops;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Api.Pages.Ops;

/// <param name="Y">From the top of the chart.</param>
/// <param name="Links">How many came so far.</param>
internal sealed record OpsStepBar(string Name, string Y, string Width, long Links);

/// <summary>The steps of a funnel as horizontal bars one below the other, for all links and for each group.</summary>
internal sealed class OpsFunnelChart(OpsFunnel funnel)
{
    public const int Width = 720;
    public const int Height = (4 * Step) - Gap;
    public const int BarHeight = Step - Gap;
    public const string AllLinks = "All links";
    private const int Step = 7;
    private const int Gap = 1;
    private const int MostReasons = 10;

    public OpsFunnel Funnel => funnel;

    public FunnelRow Totals => funnel.Totals;

    /// <summary>Of the column that names the groups.</summary>
    public string Heading { get; } = funnel.GroupBy.ToString();

    /// <summary>What the bars of the groups are as long as where all links came so far.</summary>
    public long LargestGroup { get; } = Math.Max(1, funnel.Groups.Select(group => group.Row.Created).DefaultIfEmpty().Max());

    public IReadOnlyList<FunnelFailure> Reasons { get; } = [.. funnel.Totals.Failures.Take(MostReasons)];

    public int OmittedReasons => Totals.Failures.Count - Reasons.Count;

    /// <param name="whole">How many links a bar of the full width stands for.</param>
    public static IReadOnlyList<OpsStepBar> Bars(FunnelRow row, long whole) =>
    [
        .. new[] { ("opened", row.Opened), ("started", row.Started), ("scanned", row.Scanned), ("connected", row.Connected) }
            .Select((step, index) => new OpsStepBar(step.Item1, OpsChart.Written(index * Step), Share(step.Item2, whole), step.Item2)),
    ];

    public static string Share(long links, long whole) => OpsChart.Written((double)Width * links / Math.Max(1, whole));

    /// <summary>For those who do not see the bars.</summary>
    public static string Label(string name, FunnelRow row) => $"{name}: {Sentence(row)}";

    /// <summary>The same in words, for the line above the bars and for those who do not see them.</summary>
    public static string Sentence(FunnelRow row) =>
        $"{OpsText.Number(row.Created)} made, {OpsText.Number(row.Opened)} opened, {OpsText.Number(row.Started)} started, "
        + $"{OpsText.Number(row.Scanned)} scanned, {OpsText.Number(row.Connected)} connected ({OpsText.Percent(row.Connected, row.Created)}), "
        + $"{OpsText.Number(row.Failed)} failed; median time to pair {OpsText.Duration(row.MedianSeconds)}";
}
