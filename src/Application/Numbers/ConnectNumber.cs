using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>A fresh QR code for a number whose SaaS shows it itself.</summary>
public sealed record ConnectNumber(Caller Caller, NumberId Number) : IRequest<Result<PairingView>>;

internal sealed class ConnectNumberHandler(
    IInstanceQueries instances, IPairingStateCache states, PairingArtifactRequests requests)
    : IRequestHandler<ConnectNumber, Result<PairingView>>
{
    public async Task<Result<PairingView>> Handle(ConnectNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance
            || await states.Find(request.Number, cancellationToken) is not { } view)
            return new NumberNotFound();
        if (instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        return instance.State == InstanceState.Open
            ? new AlreadyConnected()
            : await requests.Artifact(view, null, null, refresh: true, PairingArtifactRequests.LongestWait, cancellationToken);
    }
}
