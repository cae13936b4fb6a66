using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Jobs;

/// <summary>One job for the retries of an endpoint, and another one when that did not come at their time.</summary>
public sealed class ScheduledRetriesTests
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);
    private readonly Guid _endpoint = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
    private readonly FakeClock _clock = new();
    private readonly ScheduledRetries _retries;

    public ScheduledRetriesTests() => _retries = new(_clock);

    [Fact]
    public void Many_rows_that_wait_need_one_job()
    {
        _retries.IsEarlier(_endpoint, Later).Should().BeTrue();

        _retries.IsEarlier(_endpoint, Later).Should().BeFalse();
        _retries.IsEarlier(_endpoint, 2 * Later).Should().BeFalse("it schedules itself again");
        _retries.IsEarlier(_endpoint, Later / 2).Should().BeTrue();
    }

    [Fact]
    public void A_job_that_began_early_on_a_node_whose_clock_is_ahead_is_replaced()
    {
        _retries.IsEarlier(_endpoint, Later).Should().BeTrue();
        _retries.Scheduled(_endpoint, "7");

        _retries.Began(_endpoint, "6");
        _retries.IsEarlier(_endpoint, Later).Should().BeFalse("another job of the endpoint began");
        _retries.Began(_endpoint, "7");

        _retries.IsEarlier(_endpoint, Later).Should().BeTrue();
    }

    [Fact]
    public void A_job_whose_time_is_over_is_replaced()
    {
        _retries.IsEarlier(_endpoint, Later).Should().BeTrue();

        _clock.Advance(Later);

        _retries.IsEarlier(_endpoint, Later).Should().BeTrue();
    }
}
