using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;
using PilotPairing.Infrastructure.Qr;

namespace PilotPairing.Api.Pairing;

internal sealed record ConnectRequest
{
    public PairingMethod? Method { get; set; }

    public bool? Refresh { get; set; }
}

internal sealed record ConnectResponse(
    string? QrcodeBase64, string? PairingCode, DateTimeOffset? ExpiresAt, DateTimeOffset? PairingCodeExpiresAt, int Sequence, string Attempt)
{
    public static ConnectResponse From(ArtifactIssued issued, string attempt)
    {
        var (qr, code) = (issued.View.Artifacts.Qr, issued.View.Artifacts.Code);
        return new(qr is null ? null : QrImages.PngDataUri(qr.Payload), code?.Code.Written, qr?.ExpiresAt, code?.ExpiresAt, issued.View.Sequence, attempt);
    }
}

/// <summary>What an event stream tells, whole at its beginning and in parts later; members without a value are left out.</summary>
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

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? NumberId { get; init; }

    public string? RedirectUrl { get; init; }
}

internal sealed record SimulateRequest
{
    public SimulatedEvent? Event { get; set; }

    public string? Phone { get; set; }

    public string? Code { get; set; }
}

internal sealed record SimulateResponse(InstanceState State, PairingPhase Phase);
