namespace PilotPairing.Domain.Operating;

/// <summary>When sign-ins failed within the window, newest first in each list.</summary>
/// <param name="OfBrowser">In this browser, where the user has signed in before; null for a browser that is not known.</param>
/// <param name="OfAddress">From this address, since its last success; not those of known browsers.</param>
/// <param name="OfUser">Of this user from anywhere, since the last success; not those of known browsers.</param>
/// <param name="IsKnownAddress">Whether the user has signed in from this address lately.</param>
public sealed record FailedSignIns(
    IReadOnlyList<DateTimeOffset>? OfBrowser, IReadOnlyList<DateTimeOffset> OfAddress, IReadOnlyList<DateTimeOffset> OfUser,
    bool IsKnownAddress);

/// <summary>
/// How many failed sign-ins are allowed. Strangers are limited by their address and, so that many addresses together cannot try a password
/// out, by the user whose password they try. That limit alone would let strangers lock the user out: it does not hold for an address from
/// which the user has signed in, and a browser in which the user has signed in has a limit of its own instead of both.
/// </summary>
public static class SignInLimits
{
    public const int FailuresPerBrowser = 5;
    public const int FailuresPerAddress = 5;
    public const int FailuresPerUser = 20;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan AddressKnownFor = TimeSpan.FromDays(30);
    public static readonly TimeSpan BrowserKnownFor = TimeSpan.FromDays(90);

    /// <returns>When the next one may be tried; null is now.</returns>
    public static DateTimeOffset? LockedUntil(FailedSignIns failed)
    {
        if (failed.OfBrowser is { } ofBrowser)
            return Free(ofBrowser, FailuresPerBrowser);
        var (address, user) =
            (Free(failed.OfAddress, FailuresPerAddress), failed.IsKnownAddress ? null : Free(failed.OfUser, FailuresPerUser));
        return address > user || user is null ? address : user;
    }

    private static DateTimeOffset? Free(IReadOnlyList<DateTimeOffset> failures, int allowed) =>
        failures.Count < allowed ? null : failures[allowed - 1] + Window;
}
