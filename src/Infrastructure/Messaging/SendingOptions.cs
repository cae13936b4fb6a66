using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>Section <c>Sending</c>.</summary>
internal sealed class SendingOptions
{
    public const string Section = "Sending";
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long a request waits for the outcome of its message; then it answers PENDING and the message goes on. Default and at most 8
    /// seconds.
    /// </summary>
    public TimeSpan AnswerWithin { get; init; } = Longest;
}

internal sealed class SendingOptionsValidator : IValidateOptions<SendingOptions>
{
    public ValidateOptionsResult Validate(string? name, SendingOptions options) =>
        options.AnswerWithin < TimeSpan.Zero || options.AnswerWithin > SendingOptions.Longest
            ? ValidateOptionsResult.Fail("Sending:AnswerWithin must be from 00:00:00 to 00:00:08.")
            : ValidateOptionsResult.Success;
}
