using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// What is stored of an exception is its type: messages of foreign code may repeat what they were given. The log has the whole. It comes
/// before the filter that retries, which stores the message as well.
/// </summary>
internal sealed partial class SafeFailures : JobFilterAttribute, IElectStateFilter
{
    private readonly ILogger _log;

    public SafeFailures(ILogger<SafeFailures> log) => (_log, Order) = (log, 0);

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is not FailedState { Exception: not JobFailedException } failed)
            return;
        Log.Failed(_log, failed.Exception, context.BackgroundJob.Id, context.BackgroundJob.Job?.Type.Name);
        context.CandidateState = new FailedState(new JobFailedException(ReasonOf(failed.Exception))) { Reason = "The job failed" };
    }

    private static string ReasonOf(Exception exception) =>
        exception is PostgresException refused ? $"{nameof(PostgresException)} {refused.SqlState}" : exception.GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(5002, LogLevel.Error, "Job {Job} ({Type}) failed")]
        public static partial void Failed(ILogger log, Exception exception, string job, string? type);
    }
}
