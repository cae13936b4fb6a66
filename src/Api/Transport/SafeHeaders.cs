namespace PilotPairing.Api.Transport;

/// <summary>What every answer says unless it says otherwise itself: it is what it calls itself, it may load nothing, and nobody may frame it.</summary>
internal static class SafeHeaders
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The description's reader: its scripts are files, its styles are not. People type keys there.</summary>
    private const string Docs = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // At the last moment: an exception throws away what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) ? Docs : Nothing;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
