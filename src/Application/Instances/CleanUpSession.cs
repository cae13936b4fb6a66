using MediatR;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Instances;

/// <summary>What a gateway must do after a commit.</summary>
public enum CleanUp
{
    Logout,
    Delete,
}

public interface ICleanUps
{
    /// <summary>Queues the end of the number's session at the gateway; it is retried until it is done.</summary>
    void Add(Instance instance, CleanUp act);

    /// <summary>Queues the end of the session that a lost connection left behind, since it would block a new one.</summary>
    void AddIfSessionLeft(TenantId tenant, NumberId number, PhoneNumber phone);
}

public interface IPendingCleanUps
{
    /// <summary>
    /// True while the end of a number's last session is still pending at the gateway; it is then tried at once, since a session started
    /// before it would be the one that ends.
    /// </summary>
    Task<bool> Hurry(NumberId number, CancellationToken cancellationToken);
}

/// <summary>Runs a pending cleanup at the gateway. A refusal means that it is retried later.</summary>
public sealed record CleanUpSession(
    TenantId Tenant, NumberId Number, PhoneNumber Phone, CleanUp Act) : IRequest<Result<Done>>, ICallOutside;

internal sealed class CleanUpSessionHandler(IGateways gateways) : IRequestHandler<CleanUpSession, Result<Done>>
{
    public async Task<Result<Done>> Handle(CleanUpSession request, CancellationToken cancellationToken)
    {
        var gateway = await gateways.Of(request.Tenant, cancellationToken);
        var session = new GatewaySession(request.Tenant, request.Number, request.Phone);
        return request.Act == CleanUp.Delete
            ? await gateway.Delete(session, cancellationToken) : await gateway.Logout(session, cancellationToken);
    }
}
