namespace PilotPairing.Application;

/// <summary>A member that may be left out, as it was sent and as it was read.</summary>
/// <param name="Value">Null for text that cannot be read.</param>
public sealed record Written<T>(string Text, T? Value)
    where T : struct;

public static class Written
{
    public static Written<T>? Of<T>(string? text, Func<string?, T?> parse)
        where T : struct => text is null ? null : new(text, parse(text));
}
