using Microsoft.Extensions.Options;

namespace PilotPairing.Api.RateLimiting;

/// <summary>Section <c>RateLimits</c>: what one node allows. Every bucket must allow a request.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests a key may make at once. Default 300; 1 to 1,000,000.</summary>
    public int KeyBurst { get; init; } = 300;

    /// <summary>Requests per second a key gets back. Default 50; 1 to 100,000.</summary>
    public int KeyPerSecond { get; init; } = 50;

    /// <summary>Requests a link's token may see at once. Default 60; 1 to 1,000,000.</summary>
    public int TokenBurst { get; init; } = 60;

    /// <summary>Requests per second a token gets back. Default 5; 1 to 100,000.</summary>
    public int TokenPerSecond { get; init; } = 5;

    /// <summary>Requests a client address (a /64 of IPv6) may make at once. Default 600; 1 to 1,000,000.</summary>
    public int AddressBurst { get; init; } = 600;

    /// <summary>Requests per second an address gets back. Default 50; 1 to 100,000.</summary>
    public int AddressPerSecond { get; init; } = 50;

    /// <summary>404s on public routes, and 401s of completions, per minute and address. Default 30; 1 to 1,000,000.</summary>
    public int MissesPerMinute { get; init; } = 30;

    /// <summary>Event streams open at once per token, and per key. Default 8; 1 to 1,000.</summary>
    public int StreamsPerToken { get; init; } = 8;
}

internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var problems = new List<string>();
        Check(nameof(options.KeyBurst), options.KeyBurst, 1_000_000);
        Check(nameof(options.KeyPerSecond), options.KeyPerSecond, 100_000);
        Check(nameof(options.TokenBurst), options.TokenBurst, 1_000_000);
        Check(nameof(options.TokenPerSecond), options.TokenPerSecond, 100_000);
        Check(nameof(options.AddressBurst), options.AddressBurst, 1_000_000);
        Check(nameof(options.AddressPerSecond), options.AddressPerSecond, 100_000);
        Check(nameof(options.MissesPerMinute), options.MissesPerMinute, 1_000_000);
        Check(nameof(options.StreamsPerToken), options.StreamsPerToken, 1_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string setting, int value, int most)
        {
            if (value < 1 || value > most)
                problems.Add($"{RateLimitOptions.Section}:{setting} must be from 1 to {most}.");
        }
    }
}
