using System.Globalization;
using PilotPairing.Application.Ops;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The overview's figures by their names, as the page shows them at first and as the stream of live figures sends them.</summary>
internal static class OverviewFigures
{
    public static Dictionary<string, string> Of(Overview overview)
    {
        var figures = new Dictionary<string, string>();
        foreach (var (name, counts) in new[] { ("today", overview.Today), ("month", overview.Month) })
        {
            foreach (var count in counts)
                figures[$"{name}-{OpsText.Word(count.Status)}"] = OpsText.Count(count.Count, OpsLinkCount.Most);
        }

        foreach (var (index, outstanding) in overview.Outstanding.Index())
        {
            var oldest = outstanding.OldestDue is { } due ? $", the oldest for {OpsText.Ago(overview.At - due)}" : "";
            figures[Outstanding(index)] = $"{OpsText.Count(outstanding.Count, OpsOutstanding.Most)} due{oldest}";
        }

        var jobs = overview.Jobs;
        figures["jobs"] = string.Create(CultureInfo.InvariantCulture,
            $"{jobs.Processing} running, {jobs.Enqueued} waiting, {jobs.Failed} failed");
        figures["workers"] = jobs.Servers == 0 ? "none: nothing is delivered" : $"{jobs.Servers} servers";
        figures["overdue"] = jobs.Overdue.Count == 0 ? "none" : string.Join(", ", jobs.Overdue);
        return figures;
    }

    /// <summary>Of the links of all groups together.</summary>
    public static Dictionary<string, string> Of(FunnelRow totals)
    {
        var figures = new Dictionary<string, string>
        {
            ["funnel-made"] = OpsText.Number(totals.Created),
            ["funnel-median"] = OpsText.Duration(totals.MedianSeconds),
            ["funnel-sentence"] = OpsFunnelChart.Label(OpsFunnelChart.AllLinks, totals),
        };
        foreach (var bar in OpsFunnelChart.Bars(totals, totals.Created))
            (figures[$"funnel-{bar.Name}"], figures[$"funnel-bar-{bar.Name}"]) = (OpsText.Number(bar.Links), bar.Width);
        return figures;
    }

    public static string Outstanding(int index) => $"outstanding-{index}";
}
