using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// Jobs that ended well are kept for an hour: what they delivered or sent has a history of its own. Failed ones stay until an operator
/// decides.
/// </summary>
internal sealed class JobRetention : JobFilterAttribute, IApplyStateFilter
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = Length;

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = Length;
}
