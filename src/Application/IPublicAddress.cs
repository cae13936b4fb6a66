namespace PilotPairing.Application;

/// <summary>
/// How browsers reach us: settings <c>PublicUrl</c>, <c>ConnectUrl</c> and <c>ConnectUrls</c>, without a slash at the end.
/// </summary>
public interface IPublicAddress
{
    string PublicUrl { get; }

    /// <summary>The origin of the hosted pages of tenants that chose none; the same as <see cref="PublicUrl"/> unless set.</summary>
    string ConnectUrl { get; }

    /// <summary>All origins of hosted pages that a tenant may choose from, <see cref="ConnectUrl"/> first.</summary>
    IReadOnlyList<string> ConnectUrls { get; }
}
