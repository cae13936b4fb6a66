namespace PilotPairing.Api.Json;

/// <summary>What a removal answers.</summary>
internal sealed record DoneResponse(bool Ok)
{
    public static readonly DoneResponse Yes = new(true);
}
