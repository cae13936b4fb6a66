using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>Section <c>Reconciliation</c>: how gateways are asked whether connected numbers still are.</summary>
internal sealed class ReconciliationOptions
{
    public const string Section = "Reconciliation";

    /// <summary>
    /// Between the beginnings of two rounds, in seconds; from 60 up in whole minutes. Default 60; 10 to 3600. A loss without a reason is
    /// reported after two rounds.
    /// </summary>
    public int IntervalSeconds { get; init; } = 60;

    /// <summary>Calls under way at once to one gateway. Default 8; 1 to 100.</summary>
    public int PerGateway { get; init; } = 8;

    /// <summary>How long one call may take, in seconds; later is no answer. Default 10; 1 to 60.</summary>
    public int PatienceSeconds { get; init; } = 10;

    /// <summary>Each round starts after a random delay of at most this.</summary>
    public TimeSpan Jitter => TimeSpan.FromSeconds(IntervalSeconds) * 0.1;

    /// <summary>A round ends before the next one begins.</summary>
    public TimeSpan Budget => TimeSpan.FromSeconds(IntervalSeconds) * 0.75;
}

internal sealed class ReconciliationOptionsValidator : IValidateOptions<ReconciliationOptions>
{
    public ValidateOptionsResult Validate(string? name, ReconciliationOptions options)
    {
        var problems = new List<string>();
        if (options.IntervalSeconds is < 10 or > 3600)
            problems.Add("Reconciliation:IntervalSeconds must be 10 to 3600.");
        if (options.PerGateway is < 1 or > 100)
            problems.Add("Reconciliation:PerGateway must be 1 to 100.");
        if (options.PatienceSeconds is < 1 or > 60)
            problems.Add("Reconciliation:PatienceSeconds must be 1 to 60.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
