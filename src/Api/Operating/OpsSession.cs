using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>What the cookie holds of a session, and whether it still is one.</summary>
internal static class OpsSession
{
    public const string Scheme = "ops";

    /// <summary>A session ends when nothing was asked for so long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>And so long after the sign-in, whatever was asked.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private const string SessionClaim = "session";
    private const string SinceClaim = "since";
    private const string StampClaim = "stamp";

    public static ClaimsPrincipal Principal(SignedIn signedIn, string stamp) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, signedIn.Operator.Name),
            new(ClaimTypes.Role, signedIn.Operator.Role.ToString()),
            new(SessionClaim, signedIn.Session.ToString()),
            new(SinceClaim, signedIn.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new(StampClaim, stamp),
        ],
        Scheme));

    /// <summary>Null when nobody is signed in.</summary>
    public static OperatorSession? Of(HttpContext context) =>
        context.User is { Identity: { IsAuthenticated: true, AuthenticationType: Scheme, Name: { } name } } user
            && Enum.TryParse<OperatorRole>(user.FindFirstValue(ClaimTypes.Role), out var role)
            && Guid.TryParse(user.FindFirstValue(SessionClaim), out var session)
            ? new(new(name, role), session, AddressOf(context))
            : null;

    public static string AddressOf(HttpContext context) => ClientAddress.Of(context).ToString();

    /// <summary>A cookie outlives a changed password, a sign-out and its longest time; the session does not.</summary>
    public static async Task Check(CookieValidatePrincipalContext cookie)
    {
        var (user, services) = (cookie.Principal!, cookie.HttpContext.RequestServices);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var isCurrent = user.Identity?.Name is { } name
            && services.GetRequiredService<IOperators>().StampOf(name) is { } stamp && user.FindFirstValue(StampClaim) == stamp
            && long.TryParse(user.FindFirstValue(SinceClaim), CultureInfo.InvariantCulture, out var since)
            && now - DateTimeOffset.FromUnixTimeSeconds(since) < Longest
            && Guid.TryParse(user.FindFirstValue(SessionClaim), out var session)
            && !await services.GetRequiredService<IAuditQueries>().HasSignedOut(session, cookie.HttpContext.RequestAborted);
        if (isCurrent)
            return;

        cookie.RejectPrincipal();
        await cookie.HttpContext.SignOutAsync(Scheme);
    }
}
