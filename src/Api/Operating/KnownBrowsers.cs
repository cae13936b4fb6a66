using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>
/// Remembers in a cookie that a user has signed in in this browser. It opens nothing: it only keeps strangers' failed sign-ins from
/// counting against this browser. It holds until the password changes.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection, OpsCookies cookies, IOperators operators, TimeProvider clock)
{
    public const string Cookie = "pilotpairing-known";
    private const char Separator = ' ';

    /// <summary>The user's last session in this browser; null where there was none.</summary>
    public Guid? SessionOf(HttpRequest request, string user)
    {
        if (cookies.Read(request, Cookie) is not { Length: > 0 } kept || operators.StampOf(user) is not { } stamp)
            return null;
        try
        {
            return Protector.Unprotect(kept).Split(Separator) is [var session, var since, var ofPassword]
                && ofPassword == stamp
                && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(
                    long.Parse(since, CultureInfo.InvariantCulture)) < SignInLimits.BrowserKnownFor
                    ? Guid.Parse(session) : null;
        }
        catch (CryptographicException)
        {
            // Made up, or by a key that is gone.
            return null;
        }
    }

    public void Remember(HttpContext context, SignedIn signedIn)
    {
        var stamp = operators.StampOf(signedIn.Operator.Name);
        var since = signedIn.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        cookies.Write(context, Cookie, Protector.Protect(string.Join(Separator, signedIn.Session, since, stamp)),
            SignInLimits.BrowserKnownFor);
    }

    /// <summary>Made when it is first needed: its keys are in the database.</summary>
    private IDataProtector Protector => protection.CreateProtector(Cookie);
}
