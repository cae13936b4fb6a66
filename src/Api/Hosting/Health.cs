using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using PilotPairing.Api.Errors;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Hosting;

internal static class Health
{
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

    /// <summary>Ready to serve: the database takes changes and has every migration.</summary>
    private static async Task<IResult> Ready(IDatabaseHealth database, CancellationToken cancellationToken) =>
        await database.WhyNotReady(cancellationToken) is { } problem
            ? new RefusalResult(new DatabaseUnavailable(problem)) : TypedResults.Ok();
}
