using PilotPairing.Infrastructure.Jobs.Periodic;

namespace PilotPairing.Infrastructure.Tests.Jobs;

/// <summary>When recurring jobs come; that they come is the servers' part.</summary>
public sealed class PeriodicJobsTests
{
    [Theory]
    [InlineData(10, "*/10 * * * * *")]
    [InlineData(60, "*/1 * * * *")]
    [InlineData(90, "*/2 * * * *")]
    [InlineData(3600, "0 * * * *")]
    public void An_interval_of_seconds_is_a_schedule(int seconds, string cron) => PeriodicJobs.Every(seconds).Should().Be(cron);
}
