using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Switches off endpoints that failed for days without one success. May run twice and anywhere.</summary>
public sealed record DisableFailingEndpoints : IRequest<Result<EndpointsDisabled>>;

public sealed record EndpointsDisabled(IReadOnlyList<EndpointId> Endpoints);

/// <summary>Periodic work on everybody's webhooks.</summary>
public interface IWebhookUpkeep
{
    Task<IReadOnlyList<EndpointId>> DisableFailing(CancellationToken cancellationToken);
}

internal sealed class DisableFailingEndpointsHandler(IWebhookUpkeep upkeep)
    : IRequestHandler<DisableFailingEndpoints, Result<EndpointsDisabled>>
{
    public async Task<Result<EndpointsDisabled>> Handle(DisableFailingEndpoints request, CancellationToken cancellationToken) =>
        new EndpointsDisabled(await upkeep.DisableFailing(cancellationToken));
}
