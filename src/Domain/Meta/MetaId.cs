namespace PilotPairing.Domain.Meta;

/// <summary>An id that Meta gave something: what stands in Graph's paths is checked before it gets there.</summary>
public readonly record struct MetaId(string Value)
{
    public const int Longest = 64;

    public static MetaId? Parse(string? text) =>
        text is { Length: > 0 and <= Longest } && text.All(char.IsAsciiLetterOrDigit) ? new MetaId(text) : null;

    public override string ToString() => Value;
}
