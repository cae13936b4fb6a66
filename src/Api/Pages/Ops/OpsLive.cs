using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MediatR;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>
/// The overview's figures for a page that is left open, as server-sent events. The page says the same without a script when it is loaded.
/// </summary>
internal static class OpsLive
{
    private const string Figures = "figures";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Browsers ask anew then, and who may not see it any more is refused.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static void MapOpsLive(this WebApplication app) =>
        app.MapGet(OpsModule.Live, Stream).RequireAuthorization().ExcludeFromDescription();

    private static IResult Stream(
        HttpContext context, IMediator mediator, IAuditQueries audit, IDatabaseHealth database, TimeProvider clock,
        IHostApplicationLifetime lifetime)
    {
        EventStream.PassThrough(context.Response);
        return HeadAsGet.Is(context)
            ? TypedResults.Text("", "text/event-stream")
            : TypedResults.ServerSentEvents(
                Items(OpsSession.Of(context)!, mediator, audit, database, clock, lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> Items(
        OperatorSession session, IMediator mediator, IAuditQueries audit, IDatabaseHealth database, TimeProvider clock,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        var began = clock.GetTimestamp();
        // The sums of the funnel are of the last minute, which is how long a stream lasts: they are read once in it.
        var withFunnel = true;
        while (!end.IsCancellationRequested && clock.GetElapsedTime(began) < Longest)
        {
            if (await Read(session, withFunnel, mediator, audit, database, end.Token) is not { } figures)
                yield break;
            yield return new(figures, Figures);
            withFunnel = false;
            await Task.Delay(Every, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Null when the session is over, or the database is away: the browser asks again, and is answered why.</summary>
    private static async Task<string?> Read(
        OperatorSession session, bool withFunnel, IMediator mediator, IAuditQueries audit, IDatabaseHealth database,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await audit.HasSignedOut(session.Id, cancellationToken))
                return null;
            var figures = OverviewFigures.Of((await mediator.Send(new ReadOverview(), cancellationToken)).Value);
            if (withFunnel)
            {
                foreach (var (name, text) in OverviewFigures.Of((await mediator.Send(new ReadFunnelTotals(), cancellationToken)).Value))
                    figures[name] = text;
            }

            return JsonSerializer.Serialize(figures, EnvelopeJson.Readable.DictionaryStringString);
        }
        catch (Exception exception) when (exception is OperationCanceledException || database.Explain(exception) is not null)
        {
            return null;
        }
    }
}
