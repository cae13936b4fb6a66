using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>What a browser may do with the page: run our own script, talk to us, be framed by whom the link names.</summary>
internal static class PageHeaders
{
    private const string AnySecureSite = "https:";
    private const string Meta = "https://www.facebook.com";
    private const string Loopback = "http://localhost:* http://127.0.0.1:*";

    /// <summary>A dead page contains no secret, so any site may frame it and learn that it is dead.</summary>
    public const string Anybody = AnySecureSite + " " + Loopback;

    /// <summary>There is nothing to embed where nothing is.</summary>
    public const string Nobody = "'none'";

    public static string FramersOf(LinkReading reading) => reading.Settings.OriginsOf(reading.View.Link) is { Count: > 0 } named
        ? string.Join(' ', named)
        : reading.View.Link.MetaFlow == MetaFlow.Credentials ? Nobody : reading.Tenant.Mode == TenantMode.Test ? Anybody : AnySecureSite;

    public static bool MayFrame(string origin, LinkReading reading)
    {
        var (link, mode) = (reading.View.Link, reading.Tenant.Mode);
        if (reading.Settings.OriginsOf(link) is { Count: > 0 } named)
            return named.Contains(origin);
        return link.MetaFlow != MetaFlow.Credentials
            && (origin.StartsWith("https://", StringComparison.Ordinal) || mode == TenantMode.Test);
    }

    /// <param name="ofMeta">Meta's window reports back to the page that opened it.</param>
    /// <param name="signup">Where the page may open Meta's window, whose script comes from Meta.</param>
    public static void Write(HttpResponse response, string nonce, string framers, bool ofMeta = false, MetaSignup? signup = null)
    {
        var headers = response.Headers;
        headers["Cross-Origin-Opener-Policy"] = ofMeta ? "same-origin-allow-popups" : "same-origin";
        // Sites that isolate themselves frame nothing else; Meta's script does not say who may load it.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers["Cross-Origin-Embedder-Policy"] = ofMeta ? "credentialless" : "require-corp";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        var (scripts, talks) = signup is not null && Uri.TryCreate(signup.SdkUrl, UriKind.Absolute, out var sdk)
            && sdk.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? (" " + sdk.GetLeftPart(UriPartial.Authority), $" {Meta}; frame-src {Meta}")
            : ("", "");
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'{talks}; form-action 'self'; base-uri 'none'; frame-ancestors {framers}";
    }
}
