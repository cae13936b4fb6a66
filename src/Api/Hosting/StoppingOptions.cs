using Microsoft.Extensions.Options;

namespace PilotPairing.Api.Hosting;

/// <summary>Section <c>Stopping</c>: how a server that got the signal to stop leaves.</summary>
internal sealed class StoppingOptions
{
    public const string Section = "Stopping";

    /// <summary>
    /// Seconds for which a server that got the signal to stop goes on serving, while <c>/health/ready</c> answers 503: longer than the
    /// proxy takes to notice. Default 0, for a server that stands alone; 0 to 300.
    /// </summary>
    public int DrainSeconds { get; init; }

    public static bool IsDrain(int seconds) => seconds is >= 0 and <= 300;
}

internal sealed class StoppingOptionsValidator : IValidateOptions<StoppingOptions>
{
    public ValidateOptionsResult Validate(string? name, StoppingOptions options) => StoppingOptions.IsDrain(options.DrainSeconds)
        ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail("Stopping:DrainSeconds must be 0 to 300.");
}
