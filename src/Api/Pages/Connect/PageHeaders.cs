using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a browser may do with the page: run our own script, talk to us, be framed by whom the link names.</summary>
internal static class PageHeaders
{
    private const string AnySecureSite = "https:";
    private const string Loopback = "http://localhost:* http://127.0.0.1:*";

    /// <summary>A dead page tells nobody anything, so anybody may frame it and hear that it is dead.</summary>
    public const string Anybody = AnySecureSite + " " + Loopback;

    public static string FramersOf(LinkReading reading) => reading.Settings.OriginsOf(reading.View.Link) is { Count: > 0 } named
        ? string.Join(' ', named)
        : reading.View.Link.MetaFlow == MetaFlow.Credentials ? "'none'" : reading.Tenant.Mode == TenantMode.Test ? Anybody : AnySecureSite;

    public static bool MayFrame(string origin, LinkReading reading)
    {
        var (link, mode) = (reading.View.Link, reading.Tenant.Mode);
        if (reading.Settings.OriginsOf(link) is { Count: > 0 } named)
            return named.Contains(origin);
        return link.MetaFlow != MetaFlow.Credentials && (origin.StartsWith("https://", StringComparison.Ordinal) || mode == TenantMode.Test);
    }

    /// <param name="opensMeta">Meta's window reports back to the page that opened it.</param>
    public static void Write(HttpResponse response, string nonce, string framers, bool opensMeta)
    {
        var headers = response.Headers;
        headers["Cross-Origin-Opener-Policy"] = opensMeta ? "same-origin-allow-popups" : "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framers}";
    }
}
