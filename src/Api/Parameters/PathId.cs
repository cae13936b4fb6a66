using PilotPairing.Domain;

namespace PilotPairing.Api.Parameters;

internal static class PathId
{
    /// <summary>
    /// The id in a path. What has not its prefix and shape becomes the id that no row has, and so the 404 of an unknown one.
    /// </summary>
    public static Guid Read(string prefix, string written) => WireId.TryParse(prefix, written, out var id) ? id : Guid.Empty;
}
