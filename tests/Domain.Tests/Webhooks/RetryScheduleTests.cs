using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests.Webhooks;

/// <summary>When the next attempt is due; that it really happens then is the worker's test.</summary>
public sealed class RetryScheduleTests
{
    [Fact]
    public void Nine_retries_as_in_the_contract()
    {
        var pauses = Enumerable.Range(1, 9).Select(attempt => RetrySchedule.After(attempt, 0.5)!.Value.TotalSeconds);

        pauses.Should().Equal(5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400);
        RetrySchedule.After(10, 0.5).Should().BeNull();
        RetrySchedule.After(0, 0.5).Should().BeNull();
        RetrySchedule.Attempts.Should().Be(10);
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(-60d, 5)]
    [InlineData(1d, 5)]
    [InlineData(120d, 120)]
    [InlineData(1e9, 86400)]
    public void Retry_after_only_lengthens_and_ends_at_a_day(double? asked, double seconds) =>
        RetrySchedule.After(1, 0.5, asked is { } wish ? TimeSpan.FromSeconds(wish) : null).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Pauses_grow_and_stay_within_a_fifth_of_the_plan() =>
        Prop.ForAll(Gen.Choose(1, 9).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(-1000, 10_000_000).ToArbitrary(),
            (attempt, chance, asked) =>
        {
            var (share, planned) = (chance / 1000.0, RetrySchedule.After(attempt, 0.5)!.Value);
            var pause = RetrySchedule.After(attempt, share)!.Value;
            var wished = RetrySchedule.After(attempt, share, TimeSpan.FromSeconds(asked))!.Value;
            return pause >= planned * 0.799 && pause <= planned * 1.201
                && (attempt == 1 || pause > RetrySchedule.After(attempt - 1, share))
                && wished >= pause && (wished == pause || wished <= RetrySchedule.LongestRetryAfter);
        }).QuickCheckThrowOnFailure();
}
