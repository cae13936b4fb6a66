using PilotPairing.Api.Errors;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Middleware;

/// <summary>One line a request: its route's template, never its path, since links carry their secret there.</summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> log)
{
    public async Task Invoke(HttpContext context)
    {
        var start = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var route = HtmlErrorPages.FailedRequestOf(context) is { IsElsewhere: true } failure
                ? failure.Route : (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            if (route is not null && !route.StartsWith("health/", StringComparison.Ordinal))
            {
                var link = PairingToken.Parse(context.GetRouteValue("token") as string)?.Hash().ToString() ?? "-";
                Log.Answered(log, context.Request.Method, route, context.Response.StatusCode,
                    clock.GetElapsedTime(start).TotalMilliseconds, link, RequestId.Of(context));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1900, LogLevel.Information, "{Method} {Route} {Status} in {DurationMs:0.0} ms, link {Link}, request {RequestId}")]
        public static partial void Answered(
            ILogger log, string method, string route, int status, double durationMs, string link, string requestId);
    }
}
