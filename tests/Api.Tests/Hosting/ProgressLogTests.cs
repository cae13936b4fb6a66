using PilotPairing.Api.Hosting;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>What a person reads who waits for a first start.</summary>
public sealed class ProgressLogTests
{
    [Fact]
    public void A_step_says_when_it_began_and_every_ten_seconds_that_it_goes_on()
    {
        var clock = new FakeClock();
        using var output = new StringWriter { NewLine = "\n" };
        using var log = new ProgressLog(output, clock);

        clock.Advance(TimeSpan.FromSeconds(3));
        log.Report("Installing");
        clock.Advance(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        log.Done();
        clock.Advance(TimeSpan.FromSeconds(60));

        output.ToString().Should().Be("    3 s  Installing\n   13 s  …\n   23 s  …\n");
    }
}
