using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>Section <c>Jobs</c>: the workers of a process with role <c>worker</c> or <c>all</c>.</summary>
internal sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Workers that deliver webhooks; one tenant holds at most a quarter of them. Default 16; 1 to 200.</summary>
    public int DeliveryWorkers { get; init; } = 16;

    /// <summary>
    /// Workers that deliver to endpoints which fail or are slow; one tenant holds at most a quarter of them. Default 8; 1 to 200.
    /// </summary>
    public int SlowDeliveryWorkers { get; init; } = 8;

    /// <summary>Workers that send messages; one tenant holds at most a quarter of them. Default 16; 1 to 200.</summary>
    public int MessageWorkers { get; init; } = 16;

    /// <summary>
    /// Workers that end sessions at gateways and fetch logos; one gateway or tenant holds at most a quarter of them. Default 16; 1 to 200.
    /// </summary>
    public int GatewayWorkers { get; init; } = 16;

    /// <summary>Workers of recurring jobs. Default 3; 1 to 20.</summary>
    public int PeriodicWorkers { get; init; } = 3;

    internal IReadOnlyDictionary<string, int> Workers => new Dictionary<string, int>
    {
        [JobQueues.Deliveries] = DeliveryWorkers,
        [JobQueues.SlowDeliveries] = SlowDeliveryWorkers,
        [JobQueues.Messages] = MessageWorkers,
        [JobQueues.Gateways] = GatewayWorkers,
        [JobQueues.Periodic] = PeriodicWorkers,
    };

    /// <summary>Whether recurring jobs come by themselves. Tests that take their turn switch it off.</summary>
    internal bool RunsPeriodicJobs { get; set; } = true;

    /// <summary>
    /// How often an idle worker checks its queue unasked. Jobs of its own process wake it at once; those of a process that died are
    /// enqueued again for their rows by <see cref="Pending.DispatchPending"/>.
    /// </summary>
    internal TimeSpan QueuePollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How late a scheduled job may begin.</summary>
    internal TimeSpan SchedulePollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What jobs under way get to finish in when the process stops.</summary>
    internal TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(25);
}

internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    private const int MostWorkers = 200;

    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var problems = new List<string>();
        Check(options.DeliveryWorkers, nameof(options.DeliveryWorkers), MostWorkers);
        Check(options.SlowDeliveryWorkers, nameof(options.SlowDeliveryWorkers), MostWorkers);
        Check(options.MessageWorkers, nameof(options.MessageWorkers), MostWorkers);
        Check(options.GatewayWorkers, nameof(options.GatewayWorkers), MostWorkers);
        Check(options.PeriodicWorkers, nameof(options.PeriodicWorkers), 20);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(int workers, string setting, int most)
        {
            if (workers < 1 || workers > most)
                problems.Add($"{JobsOptions.Section}:{setting} must be 1 to {most}.");
        }
    }
}
