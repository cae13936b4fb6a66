using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Qr;

namespace PilotPairing.Api.Connections;

[ShownMembers("method")]
internal sealed record ConnectRequest
{
    public PairingMethod? Method { get; set; }

    public bool? Refresh { get; set; }
}

/// <param name="DeviceLinkUrl">Opens WhatsApp on the phone to be paired; null where that is not offered.</param>
/// <param name="Attempt">What the browser that pairs presents later.</param>
internal sealed record IssuedArtifactResponse(
    string? QrcodeBase64, string? DeviceLinkUrl, string? PairingCode, DateTimeOffset? ExpiresAt, DateTimeOffset? PairingCodeExpiresAt,
    int Sequence, string Attempt)
{
    public static IssuedArtifactResponse From(ArtifactIssued issued, string attempt)
    {
        var (qr, code) = (issued.View.Artifacts.Qr, issued.View.Artifacts.Code);
        return new(qr is null ? null : QrImages.PngDataUri(qr.Payload), issued.DeviceLinkUrl, code?.Code.Written, qr?.ExpiresAt,
            code?.ExpiresAt, issued.View.Sequence, attempt);
    }
}

/// <summary>The data of an event stream: everything in its first event, parts later; members without a value are left out.</summary>
internal sealed record PairingSnapshot
{
    public InstanceState? State { get; init; }

    public PairingPhase? Phase { get; init; }

    public bool? IsFullyConnected { get; init; }

    public int? Sequence { get; init; }

    public string? QrcodeBase64 { get; init; }

    public string? DeviceLinkUrl { get; init; }

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

internal sealed record ArtifactResponse(
    string? QrcodeBase64, string? PairingCode, DateTimeOffset? ExpiresAt, DateTimeOffset? PairingCodeExpiresAt, int Sequence)
{
    public static ArtifactResponse From(PairingView view)
    {
        var (qr, code) = (view.Artifacts.Qr, view.Artifacts.Code);
        return new(qr is null ? null : QrImages.PngDataUri(qr.Payload), code?.Code.Written, qr?.ExpiresAt, code?.ExpiresAt, view.Sequence);
    }
}
