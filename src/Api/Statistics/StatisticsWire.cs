using System.Globalization;
using PilotPairing.Api.Csv;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Statistics;

namespace PilotPairing.Api.Statistics;

/// <param name="From">The first day; both are included.</param>
internal sealed record PairingStatisticsResponse(string From, string To, FunnelGrouping GroupBy, IReadOnlyList<PairingStatisticsRow> Rows)
{
    public static PairingStatisticsResponse Of(PairingStatistics statistics) => new(
        Written(statistics.Period.From), Written(statistics.Period.To), statistics.GroupBy,
        [.. statistics.Rows.Select(PairingStatisticsRow.Of)]);

    private static string Written(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

internal sealed record PairingStatisticsRow(
    [property: Field("A day, or a method, device or language: other where it is not known, such as of a link that nobody opened",
        "2026-11-20")] string Key,
    long Created, long Opened, long Started, long Scanned, long Connected, long Failed, int? MedianSecondsToPair,
    IReadOnlyList<PairingFailureRow> FailureReasons)
{
    public static readonly IReadOnlyList<string> CsvHeader =
        ["key", "created", "opened", "started", "scanned", "connected", "failed", "medianSecondsToPair", "failureReasons"];

    public static PairingStatisticsRow Of(FunnelRow row) => new(
        row.Key, row.Created, row.Opened, row.Started, row.Scanned, row.Connected, row.Failed, row.MedianSeconds,
        [.. row.Failures.Select(failure => new PairingFailureRow(failure.Reason, failure.Links))]);

    /// <summary>The reasons are one cell, such as <c>stalled=3 number_mismatch=1</c>.</summary>
    public IReadOnlyList<string?> ToCsv() =>
    [
        Key, CsvText.Of(Created), CsvText.Of(Opened), CsvText.Of(Started), CsvText.Of(Scanned), CsvText.Of(Connected), CsvText.Of(Failed),
        MedianSecondsToPair is { } median ? CsvText.Of(median) : null,
        string.Join(' ', FailureReasons.Select(failure => $"{failure.Reason}={CsvText.Of(failure.Links)}")),
    ];
}

internal sealed record PairingFailureRow(
    [property: Field("As failureReason of a link", "stalled")] string Reason, [property: Field("How many links", 2)] long Links);
