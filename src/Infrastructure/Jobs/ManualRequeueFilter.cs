using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// A job that an operator enqueues in the dashboard does its work now, whatever its rows wait for: a delivery that waits for its next
/// attempt is attempted.
/// </summary>
internal sealed class ManualRequeueFilter : JobFilterAttribute, IElectStateFilter
{
    private const string Parameter = "ByHand";

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is EnqueuedState { Reason: { } reason }
            && reason.Contains("Dashboard", StringComparison.OrdinalIgnoreCase))
            context.SetJobParameter(Parameter, true);
    }

    public static bool Was(PerformContext? context) => context?.GetJobParameter<bool>(Parameter) == true;
}
