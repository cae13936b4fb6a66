using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>A request about the endpoint in the path.</summary>
public interface IConcernEndpoint
{
    Caller Caller { get; }

    EndpointId Endpoint { get; }
}

internal sealed class EndpointExists<TRequest>(IEndpointQueries endpoints) : IExistence<TRequest>
    where TRequest : IConcernEndpoint
{
    public async Task<Refusal?> Missing(TRequest request, CancellationToken cancellationToken) =>
        await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is null ? new WebhookNotFound() : null;
}
