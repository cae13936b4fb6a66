using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

public sealed record RemoveEndpoint(Caller Caller, EndpointId Endpoint) : IRequest<Result<Done>>;

internal sealed class RemoveEndpointHandler(IStore store) : IRequestHandler<RemoveEndpoint, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveEndpoint request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Endpoints.Remove(request.Caller, request.Endpoint))
            return new WebhookNotFound();

        await work.Commit(cancellationToken);
        return default(Done);
    }
}
