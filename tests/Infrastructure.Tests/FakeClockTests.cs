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
    public void Timers_fire_in_their_order_each_at_its_own_time()
    {
        var start = _clock.GetUtcNow();
        var fired = new List<string>();
        using var twice = _clock.CreateTimer(_ => fired.Add($"every 2: {Elapsed(start)}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var once = _clock.CreateTimer(_ => fired.Add($"once: {Elapsed(start)}"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        fired.Should().Equal("every 2: 2", "once: 3", "every 2: 4");
        _clock.GetElapsedTime(start.Ticks).Should().Be(TimeSpan.FromSeconds(5));
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

    private double Elapsed(DateTimeOffset start) => (_clock.GetUtcNow() - start).TotalSeconds;
}
