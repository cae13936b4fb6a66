using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

public sealed record ReadEndpoint(Caller Caller, EndpointId Endpoint) : IRequest<Result<WebhookEndpoint>>;

internal sealed class ReadEndpointHandler(IEndpointQueries endpoints) : IRequestHandler<ReadEndpoint, Result<WebhookEndpoint>>
{
    public async Task<Result<WebhookEndpoint>> Handle(ReadEndpoint request, CancellationToken cancellationToken) =>
        await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is { } endpoint ? endpoint : new WebhookNotFound();
}
