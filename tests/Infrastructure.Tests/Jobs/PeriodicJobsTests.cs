using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Options;
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

    [Fact]
    public void A_job_of_an_earlier_version_is_removed_and_none_of_this_one()
    {
        var manager = new FakeManager { Jobs = { "purge-history" } };

        new PeriodicJobs(manager, Options.Create(new ReconciliationOptions())).AddOrUpdate();

        manager.Jobs.Should().Contain("apply-retention").And.NotContain("purge-history").And.HaveCountGreaterThan(10);
    }

    private sealed class FakeManager : IRecurringJobManager
    {
        public HashSet<string> Jobs { get; } = [];

        public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options) =>
            Jobs.Add(recurringJobId);

        public void RemoveIfExists(string recurringJobId) => Jobs.Remove(recurringJobId);

        public void Trigger(string recurringJobId) => throw new NotSupportedException();
    }
}
