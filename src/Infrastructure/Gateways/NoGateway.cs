using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways;

/// <summary>
/// Stands in for a live tenant's gateway that is not configured: nothing pairs, nothing is lost, and clients get the reason.
/// </summary>
internal sealed class NoGateway : IWhatsAppGateway
{
    private static readonly GatewayNotConfigured Refusal = new();

    public string? DeviceName => null;

    public Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Done>>(Refusal);

    public Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken) =>
        Task.FromResult<SessionReport>(new SessionReport.Unavailable(Refusal));

    public Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken) => Task.FromResult<Result<Done>>(Refusal);

    public Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken) => Task.FromResult<Result<Done>>(Refusal);

    public Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Refused(SendFailure.GatewayError, Refusal.Text));

    public Task<GatewayHealth> Probe(CancellationToken cancellationToken) =>
        Task.FromResult(new GatewayHealth(Reachable: false, null, null, null, Refusal));
}
