using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests;

/// <summary>The clock that other tests turn by hand.</summary>
public sealed class FakeClockTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), _clock);

        _clock.Advance(TimeSpan.FromSeconds(9.999));
        delay.IsCompleted.Should().BeFalse();

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
    }

    [Fact]
    public void Timers_that_fired_once_or_were_disposed_are_waited_for_no_more()
    {
        using var once = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var again = _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _clock.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        _clock.Advance(TimeSpan.FromSeconds(5));

        _clock.UntilWaiting(timers: 1).IsCompleted.Should().BeTrue();
        _clock.UntilWaiting(timers: 2).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        var fired = 0;
        _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Dispose();

        _clock.Advance(TimeSpan.FromMinutes(1));

        fired.Should().Be(0);
    }

    [Fact]
    public async Task One_can_wait_for_the_code_under_test_to_wait()
    {
        var waiting = _clock.UntilWaiting(timers: 1);
        waiting.IsCompleted.Should().BeFalse();

        var work = Task.Run(() => Task.Delay(TimeSpan.FromDays(1), _clock));
        await waiting;
        _clock.Advance(TimeSpan.FromDays(1));

        await work;
    }
}
