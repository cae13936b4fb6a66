using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Answers what a test configures and records the calls.</summary>
internal sealed class FakeGateway : IWhatsAppGateway, IGateways
{
    public string? DeviceName => null;

    public Result<Done> OnStart { get; set; } = default(Done);

    public SessionReport State { get; set; } = new SessionReport.Idle();

    /// <summary>Instead of <see cref="State"/>, where the answer depends on the caller or the time.</summary>
    public Func<NumberId, CancellationToken, Task<SessionReport>>? OnState { get; set; }

    public Func<CancellationToken, Task<SendOutcome>> OnSend { get; set; } = _ =>
        Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));

    public List<string> Asked { get; } = [];

    public IReadOnlyList<ConfiguredGateway> Configured => [new("fake", "fake", IsDefault: true, "https://pair.example.com", this)];

    public ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IWhatsAppGateway>(this);

    public ValueTask<bool> Serves(TenantId tenant, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken)
    {
        Asked.Add($"start {method?.ToString() ?? "any"}");
        return Task.FromResult(OnStart);
    }

    public Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken)
    {
        Asked.Add("state");
        return OnState?.Invoke(session.Number, cancellationToken) ?? Task.FromResult(State);
    }

    public Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken)
    {
        Asked.Add("logout");
        return Task.FromResult<Result<Done>>(default(Done));
    }

    public Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken)
    {
        Asked.Add("delete");
        return Task.FromResult<Result<Done>>(default(Done));
    }

    public Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken)
    {
        Asked.Add($"send {recipient.Digits} {text}");
        return OnSend(cancellationToken);
    }

    public GatewayHealth Health { get; set; } = new(Reachable: true, KeyAccepted: true, Activated: true, "1.0", Failure: null);

    public Task<GatewayHealth> Probe(CancellationToken cancellationToken)
    {
        Asked.Add("probe");
        return Task.FromResult(Health);
    }
}
