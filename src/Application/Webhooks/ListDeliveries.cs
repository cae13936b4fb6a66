using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>The past and pending deliveries of one endpoint, one line each.</summary>
public sealed record ListDeliveries(
    Caller Caller, EndpointId Endpoint, PageRequest Page) : IRequest<Result<Page<EndpointDelivery>>>, IReadFromBody, IConcernEndpoint
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ListDeliveriesHandler(
    EndpointExists<ListDeliveries> endpoints, IDeliveryQueries deliveries) : IRequestHandler<ListDeliveries, Result<Page<EndpointDelivery>>>
{
    public async Task<Result<Page<EndpointDelivery>>> Handle(ListDeliveries request, CancellationToken cancellationToken)
    {
        if (await endpoints.Missing(request, cancellationToken) is { } missing)
            return missing;
        return await deliveries.List(request.Caller, request.Endpoint, request.Page, cancellationToken);
    }
}
