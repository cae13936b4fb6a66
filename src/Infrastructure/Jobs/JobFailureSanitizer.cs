using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// What is stored of an exception is its type: messages of foreign code may repeat what they were given. The log has the whole. The
/// exception is replaced before a state is made of it, since Hangfire stores every state that was ever proposed. A job that a database
/// failure ended is deleted instead of failed: no operator needs to decide about it, since its row or its schedule brings another.
/// </summary>
internal sealed partial class JobFailureSanitizer : JobFilterAttribute, IServerFilter, IElectStateFilter
{
    private readonly ILogger _log;

    public JobFailureSanitizer(ILogger<JobFailureSanitizer> log) => (_log, Order) = (log, 0);

    public void OnPerforming(PerformingContext context)
    {
        // Only the end of a job matters.
    }

    public void OnPerformed(PerformedContext context)
    {
        // What is not wrapped ends no job: it was stopped or taken away.
        if (context.Exception is not JobPerformanceException { InnerException: { } exception } || exception is JobFailedException)
            return;
        var (job, type) = (context.BackgroundJob.Id, context.BackgroundJob.Job?.Type.Name);
        if (DatabaseFailure.Of(exception) is { IsUnavailable: true })
        {
            Log.DatabaseFailed(_log, job, type, DatabaseFailure.Short(exception));
            throw new JobFailedException(
                $"The database failed ({DatabaseFailure.Short(exception)}); what is pending is found again")
            { IsOfDatabase = true };
        }

        Log.Failed(_log, exception, job, type);
        throw new JobFailedException(exception is PostgresException refused
            ? $"{nameof(PostgresException)} {refused.SqlState}" : exception.GetType().Name);
    }

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: JobFailedException { IsOfDatabase: true } failure })
            context.CandidateState = new DeletedState { Reason = failure.Message };
    }

    private static partial class Log
    {
        [LoggerMessage(5002, LogLevel.Error, "Job {Job} ({Type}) failed")]
        public static partial void Failed(ILogger log, Exception exception, string job, string? type);

        [LoggerMessage(5006, LogLevel.Warning, "Job {Job} ({Type}) ended: the database failed ({State}); what is pending is found again")]
        public static partial void DatabaseFailed(ILogger log, string job, string? type, string state);
    }
}
