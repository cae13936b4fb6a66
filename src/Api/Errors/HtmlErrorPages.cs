using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using PilotPairing.Domain;

namespace PilotPairing.Api.Errors;

/// <summary>
/// Under the page's address a browser is answered by a page, also where something went wrong before the page was reached, and so is who
/// goes where nothing is. And whatever is answered there, neither a cache nor a search engine nor the next site is to learn the link from
/// it.
/// </summary>
internal static class HtmlErrorPages
{
    private const string Pages = "/connect";
    private const string Simulator = "/simulator";
    private const string Ops = "/ops";

    /// <summary>What programs ask for, and what browsers ask for without showing it.</summary>
    private static readonly string[] NoPages = ["/v1", "/api", "/favicon.ico"];

    /// <summary>What the page is to say instead of what was asked for.</summary>
    /// <param name="IsElsewhere">The address was none of a link.</param>
    /// <param name="Route">The template of what was asked for; null where nothing is.</param>
    /// <param name="Refusal">Why it failed; null where routing or a bug ended it.</param>
    internal sealed record FailedRequest(int Status, bool IsElsewhere, string? Route, Refusal? Refusal = null);

    private sealed record RefusedBecause(Refusal Refusal);

    public static FailedRequest? FailedRequestOf(HttpContext context) => context.Features.Get<FailedRequest>();

    public static Task KeepLinks(HttpContext context, RequestDelegate next)
    {
        // The simulator's windows have a link's secret in their addresses too.
        var path = context.Request.Path;
        if (IsUnder(path, Pages) || IsUnder(path, Simulator))
            KeepToItself(context.Response);
        return next(context);
    }

    /// <summary>Whether a refusal needs no body, because <see cref="Show"/> follows.</summary>
    public static bool WillShow(HttpContext context) =>
        FailedRequestOf(context) is null && AsksForHtml(context.Request)
        && (IsUnder(context.Request.Path, Ops)
            ? context.Response.StatusCode >= StatusCodes.Status400BadRequest
            : IsUnder(context.Request.Path, Pages)
                ? context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status429TooManyRequests or >= 500
                : context.Response.StatusCode == StatusCodes.Status404NotFound && HttpMethods.IsGet(context.Request.Method)
                    && !NoPages.Any(program => IsUnder(context.Request.Path, program)));

    /// <summary>Keeps the refusal for the page that <see cref="Show"/> shows.</summary>
    public static bool WillShow(HttpContext context, Refusal refusal)
    {
        if (!WillShow(context))
            return false;
        context.Features.Set(new RefusedBecause(refusal));
        return true;
    }

    public static bool AsksForHtml(HttpRequest request) =>
        request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The request goes its way once more, as a question for the page that says what went wrong.</summary>
    public static Task Show(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var isElsewhere = !IsUnder(context.Request.Path, Pages);
        context.Features.Set(new FailedRequest(
            context.Response.StatusCode, isElsewhere, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText,
            context.Features.Get<RefusedBecause>()?.Refusal));
        context.Request.Method = HttpMethods.Get;
        if (isElsewhere)
            KeepToItself(context.Response);
        if (isElsewhere || context.GetEndpoint() is null)
            context.Request.Path = (IsUnder(context.Request.Path, Ops) ? Ops : Pages) + "/-";
        context.SetEndpoint(null);
        context.Features.Get<IRouteValuesFeature>()?.RouteValues.Clear();
        return status.Next(context);
    }

    /// <summary>At the last moment: an exception throws away what was set before.</summary>
    private static void KeepToItself(HttpResponse response) => response.OnStarting(() =>
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return Task.CompletedTask;
    });

    private static bool IsUnder(PathString path, string folder) => path.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase);
}
