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

internal sealed class EndpointExists<TRequest>(IEndpointQueries endpoints) : Subject<TRequest, WebhookEndpoint>
    where TRequest : IConcernEndpoint
{
    public override async Task<Result<WebhookEndpoint>> Find(TRequest request, CancellationToken cancellationToken) =>
        await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is { } endpoint ? endpoint : new WebhookNotFound();
}
