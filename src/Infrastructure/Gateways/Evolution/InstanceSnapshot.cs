using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>The state of an instance at one check.</summary>
internal abstract record InstanceSnapshot
{
    /// <summary>There is no such instance, or it is being taken away.</summary>
    public sealed record Gone : InstanceSnapshot;

    /// <param name="Code">The status code it ended with; null where nothing says.</param>
    public sealed record Closed(int? Code) : InstanceSnapshot;

    public sealed record Connecting(string? QrPayload, string? PairingCode) : InstanceSnapshot;

    /// <param name="Owner">Null while the server does not report it.</param>
    public sealed record Open(PhoneNumber? Owner) : InstanceSnapshot;
}
