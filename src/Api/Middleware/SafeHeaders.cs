namespace PilotPairing.Api.Middleware;

/// <summary>
/// What every answer says unless it says otherwise itself: it is what it calls itself, it may load nothing, nobody may frame it, and what
/// the API answers is kept by no cache, since keys, links, codes and secrets are among it.
/// </summary>
internal static class SafeHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private static readonly PathString[] Api = ["/v1", "/api"];

    /// <summary>People type keys into the description's page: only its own files run and style it.</summary>
    private const string Docs =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] ShownInFrames = ["/connect", "/assets/"];

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // At the last moment: an exception throws away what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase)
                    ? Docs : Nothing;
            if (headers.CacheControl.Count == 0
                && Api.Any(api => context.Request.Path.StartsWithSegments(api, StringComparison.OrdinalIgnoreCase)))
                headers.CacheControl = "no-store";
            // What a page in an isolated site's frame loads.
            if (ShownInFrames.Any(path => context.Request.Path.Value!.StartsWith(path, StringComparison.Ordinal)))
                headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
