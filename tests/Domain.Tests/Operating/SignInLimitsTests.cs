using PilotPairing.Domain.Operating;

namespace PilotPairing.Domain.Tests.Operating;

/// <summary>How many failures lock, and until when.</summary>
public sealed class SignInLimitsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(SignInLimits.FailuresPerAddress - 1, SignInLimits.FailuresPerUser - 1, null)]
    [InlineData(SignInLimits.FailuresPerAddress, 5, 11)]
    [InlineData(SignInLimits.FailuresPerAddress + 1, 6, 11)]
    [InlineData(1, SignInLimits.FailuresPerUser, -4)]
    [InlineData(SignInLimits.FailuresPerAddress, SignInLimits.FailuresPerUser, 11)]
    public void It_locks_until_so_few_failures_are_left_that_one_more_is_allowed(int ofAddress, int ofUser, int? lockedMinutes)
    {
        SignInLimits.LockedUntil(new(null, Failures(ofAddress), Failures(ofUser), IsKnownAddress: false)).Should()
            .Be(Expected(lockedMinutes));
    }

    /// <summary>The user's password is being tried out from everywhere, and five times from the honest user's own network.</summary>
    [Theory]
    [InlineData(null, false, -4)]
    [InlineData(null, true, null)]
    [InlineData(0, false, null)]
    [InlineData(SignInLimits.FailuresPerBrowser - 1, false, null)]
    [InlineData(SignInLimits.FailuresPerBrowser, true, 11)]
    public void Strangers_do_not_lock_the_user_out_where_the_user_is_known(int? ofBrowser, bool isKnownAddress, int? lockedMinutes)
    {
        var failed = new FailedSignIns(
            ofBrowser is { } count ? Failures(count) : null, Failures(ofBrowser is null ? 1 : SignInLimits.FailuresPerAddress),
            Failures(SignInLimits.FailuresPerUser), isKnownAddress);

        SignInLimits.LockedUntil(failed).Should().Be(Expected(lockedMinutes));
    }

    [Fact]
    public void A_password_is_not_printed() => $"{new OperatorPassword("hunter2")}".Should().NotContain("hunter2");

    /// <summary>One a minute, the newest just now.</summary>
    private static DateTimeOffset[] Failures(int count) => [.. Enumerable.Range(0, count).Select(minute => Noon.AddMinutes(-minute))];

    private static DateTimeOffset? Expected(int? minutes) => minutes is { } counted ? Noon.AddMinutes(counted) : null;
}
