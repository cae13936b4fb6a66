using Hangfire;
using Hangfire.Storage;
using PilotPairing.Application.Ops;

namespace PilotPairing.Infrastructure.Jobs;

internal sealed class OpsJobQueries(JobStorage storage) : IOpsJobQueries
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public OpsJobs Read(DateTimeOffset now)
    {
        var statistics = storage.GetMonitoringApi().GetStatistics();
        using var connection = storage.GetConnection();
        var overdue = connection.GetRecurringJobs().Where(job => job.NextExecution is { } next && next < now.UtcDateTime - Late)
            .Select(job => job.Id);
        return new(statistics.Failed, statistics.Enqueued, statistics.Processing, (int)statistics.Servers, [.. overdue]);
    }
}
