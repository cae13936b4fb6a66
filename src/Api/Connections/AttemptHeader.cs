namespace PilotPairing.Api.Connections;

internal static class AttemptHeader
{
    /// <summary>What <c>connect</c> returned to this browser, presented by header or, where headers cannot be set, by query.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers["x-pairing-attempt"].ToString();
        return header.Length > 0 ? header : request.Query["attempt"].ToString();
    }
}
