using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

/// <summary>What a test can make happen to one link.</summary>
public enum SimulatedLinkEvent
{
    Expire,
    MetaFinish,
    MetaCancel,
    MetaError,
}

public sealed record SimulateLink(Caller Caller, LinkId Link) : IRequest<Result<Simulated>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public SimulatedLinkEvent? Event { get; init; }
}

internal sealed class SimulateLinkValidator : AbstractValidator<SimulateLink>
{
    public SimulateLinkValidator() => RuleFor(simulate => simulate.Event).NotNull().WithMessage("is required");
}

internal sealed class SimulatedLink(OwnLinks links) : IExistence<SimulateLink>
{
    public async Task<Refusal?> Missing(SimulateLink request, CancellationToken cancellationToken) =>
        await Find(request, cancellationToken) is null ? new LinkNotFound() : null;

    public async Task<PairingLink?> Find(SimulateLink request, CancellationToken cancellationToken) =>
        request.Caller.Mode == TenantMode.Test ? await links.Find(request.Caller, request.Link, cancellationToken) : null;
}

internal sealed class SimulateLinkHandler(IStore store, SimulatedLink links, IPairingBoard board, TimeProvider clock) : IRequestHandler<SimulateLink, Result<Simulated>>
{
    public async Task<Result<Simulated>> Handle(SimulateLink request, CancellationToken cancellationToken)
    {
        if (await links.Find(request, cancellationToken) is not { } link)
            return new LinkNotFound();
        if (request.Event != SimulatedLinkEvent.Expire && link.Provider != Provider.Meta)
            return new NotSupportedForLink();

        var status = link.StatusAt(clock.GetUtcNow());
        if (status is LinkStatus.Used or LinkStatus.Revoked || (status == LinkStatus.Expired && request.Event != SimulatedLinkEvent.Expire))
            return new LinkNotActive();
        if (request.Event != SimulatedLinkEvent.Expire)
            return new MetaNotConfigured();
        return await Expire(link, cancellationToken) ? await Shown(link, cancellationToken) : new LinkNotActive();
    }

    /// <summary>False when the link was used or revoked meanwhile.</summary>
    private async Task<bool> Expire(PairingLink link, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        var expired = await work.Links.Expire(link.Id, now);
        if (expired is null)
            return link.Status == LinkStatus.Expired;
        await LinkExpiry.Tell(work, [expired], now);
        await work.Commit(cancellationToken);
        return true;
    }

    private async Task<Simulated> Shown(PairingLink link, CancellationToken cancellationToken)
    {
        var pairing = link.Number is { } number ? await board.Find(number, cancellationToken) : null;
        return new(pairing?.State ?? InstanceState.Close, PairingPhase.Expired);
    }
}
