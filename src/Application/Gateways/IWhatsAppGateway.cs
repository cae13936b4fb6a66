using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Gateways;

/// <summary>What a gateway needs to know of a number: the name of its session and whom it belongs to.</summary>
public sealed record GatewaySession(TenantId Tenant, NumberId Number, PhoneNumber Phone)
{
    public string InstanceName => Number.InstanceName;

    public static GatewaySession Of(Instance instance) => new(instance.Tenant, instance.Id, instance.Number);
}

/// <summary>
/// One WhatsApp gateway. Expected failures are results, not exceptions. Every call may be repeated;
/// logging out or deleting what is not there is success.
/// </summary>
public interface IWhatsAppGateway
{
    /// <summary>
    /// What a phone calls its sessions in the list of linked devices; null where it is not configured, since no gateway reports it.
    /// </summary>
    string? DeviceName { get; }

    /// <summary>
    /// Begins pairing, or begins it again: with no method both artifacts in one session where the gateway can, with
    /// <see cref="PairingMethod.Code"/> a code for sure. Restarts the session where that is the only way.
    /// </summary>
    Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken);

    /// <summary>What is true now, with the artifacts while there are any and the phone's own number once it is connected.</summary>
    Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken);

    Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken);

    Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken);

    /// <summary>Sends a text from the session's number. The one call that must not be repeated when its outcome is unknown.</summary>
    Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken);

    /// <summary>Whether it can be worked with at all; changes nothing there.</summary>
    Task<GatewayHealth> Probe(CancellationToken cancellationToken);
}

/// <summary>What a gateway reports of itself; null is what could not be read.</summary>
/// <param name="Activated">Whether its licence lets it work.</param>
/// <param name="Failure">The problem, in our words; null when the gateway can be used.</param>
/// <param name="Reason">The same more exactly, for the operator; null where nothing more is known.</param>
/// <param name="Warning">What will become a problem, or is one for some; null where nothing is known to be.</param>
public sealed record GatewayHealth(
    bool Reachable, bool? KeyAccepted, bool? Activated, string? Version, Refusal? Failure, string? Reason = null,
    string? Warning = null);

/// <summary>A gateway of the configuration.</summary>
/// <param name="CallbackUrl">The address of ours that it is configured to call, up to the path; null for one that we call only.</param>
public sealed record ConfiguredGateway(string Name, string Kind, bool IsDefault, string? CallbackUrl, IWhatsAppGateway Gateway)
{
    /// <summary>Whether this node sends it requests.</summary>
    public CircuitReport Circuit { get; init; } = CircuitReport.AlwaysClosed;
}

public enum CircuitState
{
    /// <summary>Requests are sent.</summary>
    Closed,

    /// <summary>None is sent.</summary>
    Open,

    /// <summary>The next one is sent, and decides.</summary>
    HalfOpen,
}

/// <param name="Since">When it closed, or opened last.</param>
/// <param name="LastError">Why the gateway could not be reached last; null when it always could.</param>
public sealed record CircuitReport(CircuitState State, DateTimeOffset Since, string? LastError, DateTimeOffset? LastErrorAt)
{
    /// <summary>Of a gateway that has no circuit.</summary>
    public static readonly CircuitReport AlwaysClosed = new(CircuitState.Closed, DateTimeOffset.UnixEpoch, null, null);
}

public interface IGateways
{
    /// <summary>Section <c>Gateways</c>, in the order of names; empty where only test-mode tenants are served.</summary>
    IReadOnlyList<ConfiguredGateway> Configured { get; }

    /// <summary>The gateway that a tenant's numbers pair through; test-mode tenants always use the simulator.</summary>
    ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>False for a live tenant whose gateway is not configured: what <see cref="Of"/> returns for it refuses everything.</summary>
    ValueTask<bool> Serves(TenantId tenant, CancellationToken cancellationToken);
}
