using PilotPairing.Api.Middleware;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Access;

/// <summary>
/// Cross-origin reads of public token routes, without credentials. No other route sends such headers. An origin that is not allowed
/// gets none, and its browser keeps the answer from it.
/// </summary>
internal sealed class TokenCors(RequestDelegate next, IPairingStateCache states, ITenantDirectory tenants, TimeProvider clock)
{
    private const string Anybody = "*";

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PublicToken>() is null)
        {
            await next(context);
            return;
        }

        var origin = context.Request.Headers.Origin.ToString();
        var allowed = origin.Length == 0 ? null : await Allowed(context, origin);
        // At the start of the answer, since a fault clears what was set before it.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Append("Vary", "Origin");
            if (allowed is not null)
                Allow(context, allowed);
            return Task.CompletedTask;
        });
        if (IsPreflight(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await next(context);
    }

    /// <summary>For an answer that is the same for every link, so that a page on any origin can read that it has to wait.</summary>
    public static void AllowAnybody(HttpContext context) => Allow(context, Anybody);

    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;

    private static void Allow(HttpContext context, string allowed)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = allowed;
        if (!IsPreflight(context.Request))
        {
            headers.AccessControlExposeHeaders = "x-request-id, retry-after, etag";
            return;
        }

        headers.AccessControlAllowMethods = "GET, HEAD, POST";
        headers.AccessControlAllowHeaders = "content-type, x-pairing-attempt, x-request-id, if-none-match, last-event-id, cache-control";
        headers.AccessControlMaxAge = "600";
    }

    /// <summary>A link that answers only 404 has no list of origins to check.</summary>
    private async ValueTask<string?> Allowed(HttpContext context, string origin)
    {
        var now = clock.GetUtcNow();
        if (PairingToken.Parse(context.GetRouteValue("token") as string) is not { } token
            || await states.Find(token.Hash(), context.RequestAborted) is not { } view
            || (view.Link.StatusAt(now) != LinkStatus.Active && !view.ShowsReceiptAt(now)))
            return Anybody;

        var list = (await tenants.SettingsOf(view.Link.Tenant, context.RequestAborted)).OriginsOf(view.Link);
        if (list.Count == 0)
            return Anybody;
        return list.Contains(origin, StringComparer.OrdinalIgnoreCase) ? origin : null;
    }
}

internal static class TokenCorsRoutes
{
    /// <summary>The group's routes also answer the question that a browser asks before it sends.</summary>
    public static RouteGroupBuilder OpenToBrowsers(this RouteGroupBuilder routes)
    {
        routes.WithMetadata(new PublicToken());
        ((IEndpointConventionBuilder)routes).Finally(endpoint =>
        {
            foreach (var methods in endpoint.Metadata.OfType<HttpMethodMetadata>())
                methods.AcceptCorsPreflight = true;
        });
        return routes;
    }
}
