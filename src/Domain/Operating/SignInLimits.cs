namespace PilotPairing.Domain.Operating;

/// <summary>
/// How many failed sign-ins are allowed. The limit of a user is wider than that of an address, so that one stranger cannot keep the operator out, and
/// narrow enough that many addresses together cannot try a password out.
/// </summary>
public static class SignInLimits
{
    public const int FailuresPerAddress = 5;
    public const int FailuresPerUser = 20;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <param name="ofAddress">When sign-ins from the address failed within the window and since its last success, newest first.</param>
    /// <param name="ofUser">The same of the user, from any address.</param>
    /// <returns>When the next one may be tried; null is now.</returns>
    public static DateTimeOffset? LockedUntil(IReadOnlyList<DateTimeOffset> ofAddress, IReadOnlyList<DateTimeOffset> ofUser)
    {
        DateTimeOffset? Free(IReadOnlyList<DateTimeOffset> failures, int allowed) => failures.Count < allowed ? null : failures[allowed - 1] + Window;
        var (address, user) = (Free(ofAddress, FailuresPerAddress), Free(ofUser, FailuresPerUser));
        return address > user || user is null ? address : user;
    }
}
