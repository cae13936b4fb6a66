using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Webhooks;

public sealed record ListEndpoints(Caller Caller, PageRequest Page) : IRequest<Result<Page<WebhookEndpoint>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ListEndpointsHandler(IEndpointQueries endpoints) : IRequestHandler<ListEndpoints, Result<Page<WebhookEndpoint>>>
{
    public async Task<Result<Page<WebhookEndpoint>>> Handle(ListEndpoints request, CancellationToken cancellationToken) =>
        await endpoints.List(request.Caller, request.Page, cancellationToken);
}
