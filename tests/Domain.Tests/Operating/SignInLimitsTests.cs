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
        // One a minute, the newest just now.
        DateTimeOffset[] Failures(int count) => [.. Enumerable.Range(0, count).Select(minute => Noon.AddMinutes(-minute))];

        SignInLimits.LockedUntil(Failures(ofAddress), Failures(ofUser)).Should().Be(lockedMinutes is { } minutes ? Noon.AddMinutes(minutes) : null);
    }

    [Fact]
    public void A_password_is_not_printed() => $"{new OperatorPassword("hunter2")}".Should().NotContain("hunter2");
}
