using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Csv;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain;

namespace PilotPairing.Api.Statistics;

/// <summary>How far the customers of a tenant come with their links.</summary>
internal static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder keyed) =>
        keyed.MapGet("/stats/pairing", Read)
            .Describe(
                "The pairing funnel",
                "Links by the day (UTC) on which they were made, and how far they came until now; up to date within a minute or two. "
                    + "Each link counts in every step up to its furthest. With Accept: text/csv the rows come as CSV.")
            .Reads(
                new Parameter("from", "The first day, such as 2026-11-01; 30 days up to the last one unless given"),
                new Parameter("to", "The last day; today in UTC unless given. At most 400 days"),
                new Parameter("groupBy", "What a row stands for; day unless given", Type: nameof(FunnelGrouping)))
            .WithMetadata(
                new TenantKeyOnly(),
                new AnswersCsv(
                    "key,created,opened,started,scanned,connected,failed,medianSecondsToPair,failureReasons\r\n2026-11-20,40,36,33,30,29,2,41,stalled=2\r\n"))
            .WithTags("Statistics")
            .Answers(new ValidationFailed([]));

    private static async Task<Results<Ok<PairingStatisticsResponse>, CsvResult, RefusalResult>> Read(
        HttpContext http, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var filters = new Filters(http.Request, []);
        var request = new ReadPairingStatistics(key.Caller)
        {
            From = filters.Day("from"),
            To = filters.Day("to"),
            GroupBy = filters.Enum<FunnelGrouping>("groupBy"),
            Faults = new(null, filters.Faults),
        };
        http.Response.Headers.Vary = "Accept";
        var wantsCsv = AcceptsCsv.First(http.Request);
        return (await mediator.Send(request, cancellationToken)).Match<Results<Ok<PairingStatisticsResponse>, CsvResult, RefusalResult>>(
            statistics => Answer(PairingStatisticsResponse.Of(statistics), wantsCsv), refusal => new RefusalResult(refusal));
    }

    private static Results<Ok<PairingStatisticsResponse>, CsvResult, RefusalResult> Answer(PairingStatisticsResponse statistics, bool isCsv)
    {
        if (isCsv)
            return new CsvResult("pairing.csv", PairingStatisticsRow.CsvHeader,
                statistics.Rows.Select(row => row.ToCsv()).ToAsyncEnumerable());
        return TypedResults.Ok(statistics);
    }
}
