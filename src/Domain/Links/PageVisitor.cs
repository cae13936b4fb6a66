namespace PilotPairing.Domain.Links;

public enum DeviceClass
{
    Android,
    Ios,
    Desktop,
    Other,
}

/// <summary>What a link keeps of the browser that opened its page; never its user agent.</summary>
/// <param name="InApp">Whether the browser is part of another app.</param>
/// <param name="Language">The page's language; null where the report names none of ours.</param>
public sealed record PageVisitor(DeviceClass Device, bool InApp, string? Language);
