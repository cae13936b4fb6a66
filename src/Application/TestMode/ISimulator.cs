using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.TestMode;

/// <summary>The remote control of the simulator.</summary>
public interface ISimulator
{
    /// <summary>What a simulated phone finds behind the reference in a QR code; null when no simulated WhatsApp made it.</summary>
    Task<ScannedQr?> Read(string reference, CancellationToken cancellationToken);

    /// <summary>The newest messages that simulated numbers sent to a phone, without the secrets of their links.</summary>
    Task<IReadOnlyList<SimulatedMessage>> Received(PhoneNumber phone, CancellationToken cancellationToken);

    Task<Result<Done>> Play(GatewaySession session, SimulatedEvent happened, PhoneNumber phone, string? code,
        CancellationToken cancellationToken);
}

/// <param name="IsLive">Whether the QR code can still be used; phones accept dead ones and then wait for nothing.</param>
public sealed record ScannedQr(NumberId Number, bool IsLive);

public sealed record SimulatedMessage(NumberId Sender, string Text, DateTimeOffset SentAt);
