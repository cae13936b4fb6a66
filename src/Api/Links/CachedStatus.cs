using System.Security.Cryptography;
using System.Text.Json;
using PilotPairing.Api.Json;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Links;

/// <summary>
/// An answer that a poller need not read again while nothing changed. The time of day always changes, so it travels in a header.
/// </summary>
internal sealed class CachedStatus(LinkStatusResponse status, DateTimeOffset now) : IResult
{
    private const string ServerTime = "x-server-time";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(status,
            httpContext.RequestServices.GetRequiredService<WireJson>().Options.GetTypeInfo(typeof(LinkStatusResponse)));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body), 0, 8)}\"";
        var response = httpContext.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "x-pairing-attempt";
        response.Headers[ServerTime] = InstantJsonConverter.Written(now);
        if (httpContext.Request.Headers.IfNoneMatch.ToString().Split(',').Any(known => IsKnown(known.Trim(), tag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>Proxies that compress make a tag weak; for If-None-Match that makes no difference.</summary>
    private static bool IsKnown(string known, string tag) =>
        known == "*" || known == tag || (known.StartsWith("W/", StringComparison.Ordinal) && known[2..] == tag);
}
