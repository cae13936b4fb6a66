using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Jobs;

public sealed class PendingSignalsTests
{
    [Fact]
    public async Task Work_due_within_a_moment_is_signalled_only_when_the_database_surely_finds_it_due()
    {
        var clock = new FakeClock();
        var signals = new PendingSignals(clock) { HasWorkers = true };
        var work = new PendingWork(WorkKind.Deliveries, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

        signals.SignalAfter(TimeSpan.FromMilliseconds(432.7), work);
        clock.Advance(TimeSpan.FromMilliseconds(433));
        var early = signals.Reader.TryRead(out _);
        clock.Advance(TimeSpan.FromMilliseconds(20));

        early.Should().BeFalse("a timer that ends within the millisecond finds the row not due yet, and the signal would be lost");
        (await signals.Reader.ReadAsync()).Should().Be(work);
    }
}
