using MediatR;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>What is owed to a gateway after a commit.</summary>
public enum CleanUp
{
    Logout,
    Delete,
}

public interface ICleanUps
{
    /// <summary>Owes the gateway an end of the number's session; it is tried until it is done.</summary>
    void Add(Instance instance, CleanUp act);

    /// <summary>Owes the end of the session that a lost connection left behind, which would be in the way of a new one.</summary>
    void AddIfSessionLeft(TenantId tenant, NumberId number, PhoneNumber phone);
}

public interface IPendingCleanUps
{
    /// <summary>
    /// True while the gateway is still owed the end of a number's last session, which is then tried at once: a session that began before
    /// would be the one that ends.
    /// </summary>
    Task<bool> Hurry(NumberId number, CancellationToken cancellationToken);
}

/// <summary>Pays what is owed. A refusal means: later again.</summary>
public sealed record CleanUpSession(TenantId Tenant, NumberId Number, PhoneNumber Phone, CleanUp Act) : IRequest<Result<Done>>, ICallOutside;

internal sealed class CleanUpSessionHandler(IGateways gateways) : IRequestHandler<CleanUpSession, Result<Done>>
{
    public async Task<Result<Done>> Handle(CleanUpSession request, CancellationToken cancellationToken)
    {
        var gateway = await gateways.Of(request.Tenant, cancellationToken);
        var session = new GatewaySession(request.Number, request.Phone);
        return request.Act == CleanUp.Delete ? await gateway.Delete(session, cancellationToken) : await gateway.Logout(session, cancellationToken);
    }
}
