namespace PilotPairing.Client;

/// <summary>What the server answered instead of a result.</summary>
public sealed record ErrorAnswer(
    int Status, string Text, IReadOnlyDictionary<string, IEnumerable<string>> Headers, ErrorEnvelope Envelope, TimeSpan? RetryAfter);

/// <summary>
/// An error of the API. Each documented code has an exception of its own; one that this version does not know is this class itself.
/// </summary>
public class PilotPairingErrorException(ErrorAnswer answer) : PilotPairingException<ErrorEnvelope>(
    $"{answer.Envelope.Code}: {answer.Envelope.Error}", answer.Status, answer.Text, answer.Headers, answer.Envelope, null)
{
    /// <summary>For programs; stable.</summary>
    public string Code => Result.Code;

    /// <summary>Name it to who operates the installation.</summary>
    public string RequestId => Result.RequestId;

    /// <summary>What is wrong with each member of the request, by its name.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; } =
        (answer.Envelope.Details?.Fields ?? new Dictionary<string, string>()).ToDictionary();

    /// <summary>When the server asks to be called again; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; } = answer.RetryAfter;
}

/// <summary>There was no answer, or not a whole one, however often the call was sent.</summary>
public sealed class PilotPairingNoAnswerException(bool isTimeout, Exception cause) : PilotPairingException(
    isTimeout ? "The server did not answer in time" : "There was no whole answer", 0, null,
    new Dictionary<string, IEnumerable<string>>(), cause)
{
    public bool IsTimeout { get; } = isTimeout;
}
