using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>The one question whose answer holds the signing secret.</summary>
public sealed record ReadEndpointSecret(Caller Caller, EndpointId Endpoint) : IRequest<Result<EndpointSecret>>;

internal sealed class ReadEndpointSecretHandler(
    IEndpointQueries endpoints, TimeProvider clock) : IRequestHandler<ReadEndpointSecret, Result<EndpointSecret>>
{
    public async Task<Result<EndpointSecret>> Handle(ReadEndpointSecret request, CancellationToken cancellationToken) =>
        await endpoints.Secret(request.Caller, request.Endpoint, clock.GetUtcNow(), cancellationToken) is { } secret
            ? secret : new WebhookNotFound();
}
