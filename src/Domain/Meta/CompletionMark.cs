using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.Domain.Meta;

/// <summary>Recognises the same completion when it comes again, without keeping what it brought.</summary>
public readonly struct CompletionMark
{
    private readonly byte[] _hash;

    private CompletionMark(byte[] hash) => _hash = hash;

    /// <summary>None of the parts contains a line feed.</summary>
    public static CompletionMark Of(params ReadOnlySpan<string?> parts) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    public byte[] ToArray() => _hash;

    public override string ToString() => "[completion]";
}
