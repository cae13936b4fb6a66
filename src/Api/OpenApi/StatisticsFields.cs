namespace PilotPairing.Api.OpenApi;

/// <summary>The members of statistics.</summary>
internal static class StatisticsFields
{
    public static readonly IReadOnlyDictionary<string, Field> Table = new Dictionary<string, Field>
    {
        ["from"] = new("The first day (UTC)", "2026-11-01"),
        ["to"] = new("The last day (UTC)", "2026-11-30"),
        ["groupBy"] = new("What a row stands for", "day"),
        ["rows"] = new("By day every day of the period, else only what occurred; in the order of their keys"),
        ["created"] = new("Links that were made", 40),
        ["opened"] = new("Those whose page was opened", 36),
        ["started"] = new("Those for which a code was asked for", 33),
        ["scanned"] = new("Those that a phone answered", 30),
        ["connected"] = new("Those that ended in a connection", 29),
        ["failed"] = new("Those whose last attempt failed and that never connected", 2),
        ["medianSecondsToPair"] = new("Half of those that connected took no longer, from the first start; null where none connected", 41),
        ["failureReasons"] = new("Why the failed ones failed, the most frequent reason first"),
    };
}
