namespace PilotPairing.Application;

/// <summary>How browsers reach us: settings <c>PublicUrl</c> and <c>ConnectUrl</c>, without a slash at the end.</summary>
public interface IPublicAddress
{
    string PublicUrl { get; }

    /// <summary>The origin of the hosted pages; the same as <see cref="PublicUrl"/> unless set.</summary>
    string ConnectUrl { get; }
}
