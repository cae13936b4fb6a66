using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>The past and pending deliveries of one endpoint, one line each.</summary>
public sealed record ListDeliveries(Caller Caller, EndpointId Endpoint, PageRequest Page) : IRequest<Result<Page<EndpointDelivery>>>, IReadFromBody, IConcernEndpoint
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ListDeliveriesHandler(IEndpointQueries endpoints, IDeliveryQueries deliveries) : IRequestHandler<ListDeliveries, Result<Page<EndpointDelivery>>>
{
    public async Task<Result<Page<EndpointDelivery>>> Handle(ListDeliveries request, CancellationToken cancellationToken)
    {
        if (await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is null)
            return new WebhookNotFound();
        return await deliveries.List(request.Caller, request.Endpoint, request.Page, cancellationToken);
    }
}
