using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Connections;

/// <summary>
/// Section <c>PairingBudget</c>: how often a phone may be started through links of live tenants, QR codes and pairing codes each.
/// </summary>
internal sealed class PairingBudgetOptions
{
    public const string Section = "PairingBudget";

    /// <summary>Within 15 minutes. Default 3; 1 to 1000.</summary>
    public int PerQuarterHour { get; init; } = 3;

    /// <summary>Within 24 hours. Default 8; 1 to 1000.</summary>
    public int PerDay { get; init; } = 8;
}

internal sealed class PairingBudgetOptionsValidator : IValidateOptions<PairingBudgetOptions>
{
    public ValidateOptionsResult Validate(string? name, PairingBudgetOptions options)
    {
        var problems = new[] { (Setting: nameof(options.PerQuarterHour), Value: options.PerQuarterHour),
            (Setting: nameof(options.PerDay), Value: options.PerDay) }
            .Where(setting => setting.Value is < 1 or > 1000)
            .Select(setting => $"PairingBudget:{setting.Setting} must be 1 to 1000.")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
