using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Crypto;

/// <summary>Section <c>Encryption</c>.</summary>
public sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    /// <summary>
    /// Master keys as <c>id:base64</c>: an id of 1 to 16 characters of <c>a-z 0-9 . _ -</c> and 32 bytes in base64. The first one encrypts,
    /// every one decrypts. To rotate, put a new key in front, run <c>pilotpairing reencrypt</c> and take the old one away. No default; 1 to
    /// 16 keys.
    /// </summary>
    public IList<string> Keys { get; init; } = [];
}

/// <summary>A parsed master key; its bytes stay out of every text.</summary>
internal sealed partial class MasterKey
{
    public const int Bytes = 32;

    private MasterKey(string id, byte[] value) => (Id, Value) = (id, value);

    public string Id { get; }

    public byte[] Value { get; }

    public static MasterKey? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
            return null;

        var value = new byte[Bytes];
        return Convert.TryFromBase64String(match.Groups["key"].Value, value, out var length) && length == Bytes
            ? new(match.Groups["id"].Value, value) : null;
    }

    public override string ToString() => $"[master key {Id}]";

    [GeneratedRegex(@"^(?<id>[a-z0-9._-]{1,16}):(?<key>[A-Za-z0-9+/]{43}=)\z")]
    private static partial Regex Shape();
}

/// <summary>Names keys by their position, since what stands before a misplaced colon may be the secret.</summary>
internal sealed class EncryptionOptionsValidator : IValidateOptions<EncryptionOptions>
{
    private const int Most = 16;

    public ValidateOptionsResult Validate(string? name, EncryptionOptions options)
    {
        var problems = new List<string>();
        if (options.Keys.Count is 0 or > Most)
            problems.Add($"Encryption:Keys needs 1 to {Most} keys, each written id:base64 of 32 random bytes.");

        var seen = new HashSet<string>();
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (MasterKey.Parse(options.Keys[i]) is not { } key)
                problems.Add($"Encryption:Keys:{i} is not id:base64 of 32 bytes (id: 1 to 16 of a-z 0-9 . _ -).");
            else if (!seen.Add(key.Id))
                problems.Add($"Encryption:Keys:{i} repeats the id {key.Id}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
