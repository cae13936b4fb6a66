using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>Section <c>Ops</c>.</summary>
public sealed class OpsOptions
{
    public const string Section = "Ops";

    /// <summary>The password of the user <c>ops</c> of the operations pages: 12 to 200 characters. No default; required in Production.</summary>
    public string? Password { get; init; }
}

/// <param name="isProduction">Elsewhere nobody can sign in without a password, and nothing keeps the server from starting.</param>
internal sealed class OpsOptionsValidator(bool isProduction) : IValidateOptions<OpsOptions>
{
    private const int Shortest = 12;
    private const int Longest = 200;

    public ValidateOptionsResult Validate(string? name, OpsOptions options) => options.Password switch
    {
        null or "" => isProduction
            ? ValidateOptionsResult.Fail($"Ops:Password is required: it is what the user ops signs in with at /ops. {Shortest} to {Longest} characters.")
            : ValidateOptionsResult.Success,
        { Length: < Shortest or > Longest } => ValidateOptionsResult.Fail($"Ops:Password must have {Shortest} to {Longest} characters."),
        _ => ValidateOptionsResult.Success,
    };
}
