namespace PilotPairing.Domain.Branding;

/// <summary>Kinds of letters that every system has; fonts of the web are not loaded.</summary>
public enum FontFamily
{
    System,
    Humanist,
    Geometric,
    Serif,
    Mono,
}
