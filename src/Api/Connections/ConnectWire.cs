using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Connections;

internal sealed record ConnectRequest
{
    public PairingMethod? Method { get; set; }

    public bool? Refresh { get; set; }
}

/// <summary>The data of an event stream: everything in its first event, parts later; members without a value are left out.</summary>
internal sealed record PairingSnapshot
{
    public InstanceState? State { get; init; }

    public PairingPhase? Phase { get; init; }

    public bool? IsFullyConnected { get; init; }

    public int? Sequence { get; init; }

    public string? QrcodeBase64 { get; init; }

    public string? PairingCode { get; init; }

    public DateTimeOffset? ArtifactExpiresAt { get; init; }

    public DateTimeOffset? PairingCodeExpiresAt { get; init; }

    public DateTimeOffset? CoolingUntil { get; init; }

    public PairingMethod? CoolingMethod { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The time of this answer.</summary>
    public DateTimeOffset? Now { get; init; }

    public string? NumberId { get; init; }

    public string? RedirectUrl { get; init; }
}
