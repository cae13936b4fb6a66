using FluentValidation;
using MediatR;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>The customer pressed the button: a QR code, a pairing code, or both.</summary>
public sealed record RequestArtifact(TokenHash Token, PairingMethod? Method, bool Refresh) : IRequest<Result<ArtifactIssued>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

/// <param name="Link">Whose receipt the caller may later read, presenting what the answer carried.</param>
public sealed record ArtifactIssued(PairingView View, LinkId Link);

internal sealed class RequestArtifactValidator : AbstractValidator<RequestArtifact>
{
    public RequestArtifactValidator() =>
        RuleFor(request => request.Method).NotEqual(PairingMethod.Meta).WithMessage("must be qr or code");
}

internal sealed class LinkOfRequest(IPairingStateCache states, TimeProvider clock) : IExistence<RequestArtifact>
{
    public async Task<Refusal?> Missing(RequestArtifact request, CancellationToken cancellationToken)
    {
        var view = await states.Find(request.Token, cancellationToken);
        var now = clock.GetUtcNow();
        return view is not null && (view.Link.StatusAt(now) == LinkStatus.Active || view.ShowsReceiptAt(now)) ? null : new LinkNotFound();
    }
}

internal sealed class RequestArtifactHandler(IPairingStateCache states, PairingArtifactRequests requests, TimeProvider clock) : IRequestHandler<RequestArtifact, Result<ArtifactIssued>>
{
    public async Task<Result<ArtifactIssued>> Handle(RequestArtifact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await states.Find(request.Token, cancellationToken) is not { } view)
            return new LinkNotFound();
        var isOver = view.ShowsReceiptAt(now);
        if (!isOver && view.Link.StatusAt(now) != LinkStatus.Active)
            return new LinkNotFound();
        var terms = view.Link.Terms;
        if (request.Method is { } method && view.Link.Provider == Provider.PilotStatus && !terms.Methods.Contains(method))
            return new NotSupportedForLink();
        if (isOver)
            return new AlreadyConnected();
        if (view.Pairing is not { } pairing)
            return new NotSupportedForMeta();
        if (pairing.State == InstanceState.Open)
            return new AlreadyConnected();

        var answer = await requests.Artifact(pairing, view.Link, request.Method ?? terms.OnlyMethod, request.Refresh, PairingArtifactRequests.LongestWait, cancellationToken);
        // Dead links get the same answer, also for a caller that was waiting when its link was revoked.
        if (answer.Refusal is not null && await states.Find(request.Token, cancellationToken) is not { Link.Status: LinkStatus.Active or LinkStatus.Used })
            return new LinkNotFound();
        return answer.Match<Result<ArtifactIssued>>(issued => new ArtifactIssued(issued with { Artifacts = issued.Artifacts.Only(terms.Methods) }, view.Link.Id), refusal => refusal);
    }
}
