using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using PilotPairing.Api.Errors;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Hosting;

internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("health/live", Live).ExcludeFromDescription();
        app.MapGet("health/ready", Ready).ExcludeFromDescription();
    }

    /// <summary>The process runs. The doctor learns from it how the proxy in front speaks, and whether it is believed.</summary>
    private static Ok Live(HttpContext context)
    {
        context.Response.Headers[IReachability.ProtocolHeader] = context.Request.Protocol;
        var isTaken = context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName);
        if (!isTaken && context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName))
            context.Response.Headers[IReachability.IgnoredHeader] = ForwardedHeadersDefaults.XForwardedForHeaderName;
        return TypedResults.Ok();
    }

    /// <summary>
    /// Ready to serve: the database takes changes and has every migration. How far behind background work is stands in the body and decides
    /// nothing: a receiver that is dead must not take the server out of service.
    /// </summary>
    private static async Task<IResult> Ready(
        IDatabaseHealth database, IWorkHealth work, Drain drain, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (drain.IsOn)
            return new RefusalResult(new ServerStopping());
        if (await database.WhyNotReady(cancellationToken) is { } problem)
            return new RefusalResult(new DatabaseUnavailable(problem));
        return TypedResults.Ok(ReadyResponse.From(await Read(work, database, clock, cancellationToken)));
    }

    /// <summary>Null where it cannot be read in time: the caller wants to know whether requests are served.</summary>
    private static async Task<WorkHealth?> Read(
        IWorkHealth work, IDatabaseHealth database, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            return await work.Read(either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && (exception is OperationCanceledException || database.Explain(exception) is not null))
        {
            return null;
        }
    }
}

/// <param name="HeartbeatAgeSeconds">Since a process with workers last reported that it runs; null when none is known.</param>
/// <param name="OutboxAgeSeconds">For how long the oldest due row has been due, by kind.</param>
internal sealed record ReadyResponse(string Status, double? HeartbeatAgeSeconds, IReadOnlyDictionary<string, double>? OutboxAgeSeconds)
{
    public static ReadyResponse From(WorkHealth? work) => new("ready", work?.HeartbeatAgeSeconds, work?.OutboxAgeSeconds);
}
