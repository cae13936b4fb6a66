using Microsoft.AspNetCore.Authentication.Cookies;
using PilotPairing.Application;

namespace PilotPairing.Api.Operating;

/// <summary>
/// The session's cookie. Its name begins with <c>__Host-</c> and it is for https only. At the machine itself over http, where browsers
/// differ on whether they keep such a cookie, it has a plain name that a secure site never reads.
/// </summary>
internal sealed class OpsCookies(IPublicAddress address) : ICookieManager
{
    public const string LoopbackName = "pilotpairing-ops";
    private const string HostPrefix = "__Host-";
    private readonly ChunkingCookieManager _chunks = new();

    /// <summary>Whether a browser sends the cookie back to where this request was sent.</summary>
    public bool CanKeep(HttpRequest request) => request.IsHttps || IsSecureOutside || IsLoopback(request);

    /// <summary>Another cookie of these pages, under the name and with the security that the session's has.</summary>
    public string? Read(HttpRequest request, string name) => request.Cookies[NameFor(request, name)];

    public void Write(HttpContext context, string name, string value, TimeSpan lifetime) => context.Response.Cookies.Append(
        NameFor(context.Request, name), value,
        Secured(context.Request,
            new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = lifetime, IsEssential = true }));

    public string? GetRequestCookie(HttpContext context, string key) => _chunks.GetRequestCookie(context, NameFor(context.Request));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _chunks.AppendResponseCookie(context, NameFor(context.Request), value, Secured(context.Request, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _chunks.DeleteCookie(context, NameFor(context.Request), Secured(context.Request, options));

    /// <summary>Whether cookies of these pages are for https only.</summary>
    public bool AreSecure(HttpRequest request) => !IsPlain(request);

    // A proxy that ends TLS may not say so.
    private bool IsSecureOutside => address.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private string NameFor(HttpRequest request, string name = LoopbackName) => IsPlain(request) ? name : HostPrefix + name;

    private bool IsPlain(HttpRequest request) => !request.IsHttps && !IsSecureOutside && IsLoopback(request);

    private CookieOptions Secured(HttpRequest request, CookieOptions options)
    {
        options.Secure = AreSecure(request);
        return options;
    }

    private static bool IsLoopback(HttpRequest request) => request.Host.Host is "localhost" or "127.0.0.1" or "[::1]";
}
