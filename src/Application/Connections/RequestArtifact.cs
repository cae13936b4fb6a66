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
/// <param name="DeviceLinkUrl">Opens WhatsApp on the phone to be paired; null where that is not offered.</param>
public sealed record ArtifactIssued(PairingView View, LinkId Link, string? DeviceLinkUrl);

internal sealed class RequestArtifactValidator : AbstractValidator<RequestArtifact>
{
    public RequestArtifactValidator() =>
        RuleFor(request => request.Method).NotEqual(PairingMethod.Meta).WithMessage("must be qr or code");
}

internal sealed class LinkOfRequest(IPairingStateCache states, TimeProvider clock) : Subject<RequestArtifact, LinkView>
{
    public override async Task<Result<LinkView>> Find(RequestArtifact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await states.Find(request.Token, cancellationToken) is { } view
            && (view.Link.StatusAt(now) == LinkStatus.Active || view.ShowsReceiptAt(now)) ? view : new LinkNotFound();
    }
}

internal sealed class RequestArtifactHandler(
    LinkOfRequest links, IPairingStateCache states, PairingArtifactRequests requests, DeviceLinks deviceLinks, TimeProvider clock)
    : IRequestHandler<RequestArtifact, Result<ArtifactIssued>>
{
    public async Task<Result<ArtifactIssued>> Handle(RequestArtifact request, CancellationToken cancellationToken)
    {
        var found = await links.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var view = found.Value;
        var terms = view.Link.Terms;
        if (request.Method is { } method && view.Link.Provider == Provider.PilotStatus && !terms.Methods.Contains(method))
            return new NotSupportedForLink();
        if (view.ShowsReceiptAt(clock.GetUtcNow()))
            return new AlreadyConnected();
        if (view.Pairing is not { } pairing)
            return new NotSupportedForMeta();
        if (pairing.State == InstanceState.Open)
            return new AlreadyConnected();

        var answer = await requests.Artifact(pairing, view.Link, request.Method ?? terms.OnlyMethod, request.Refresh,
            PairingArtifactRequests.LongestWait, cancellationToken);
        // Dead links get the same answer, also for a caller that was waiting when its link was revoked.
        if (answer.Refusal is not null
            && await states.Find(request.Token, cancellationToken) is not { Link.Status: LinkStatus.Active or LinkStatus.Used })
            return new LinkNotFound();
        if (answer.Refusal is { } refusal)
            return refusal;
        var artifacts = answer.Value.Artifacts.Only(terms.Methods);
        return new ArtifactIssued(answer.Value with { Artifacts = artifacts }, view.Link.Id,
            await deviceLinks.Of(view.Link, artifacts.Qr, cancellationToken));
    }
}
