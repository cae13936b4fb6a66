using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>
/// The state of a link for any client that holds its token, from the cache. For a while after success it reports the connection, and more
/// of it to the browser that paired.
/// </summary>
public sealed record ReadLinkStatus(TokenHash Token, string? AttemptPass) : IRequest<Result<LinkStatusReading>>;

public sealed record LinkStatusReading(
    InstanceState State, PairingPhase Phase, int? Sequence, DateTimeOffset? ArtifactExpiresAt, DateTimeOffset ExpiresAt, Receipt? Receipt)
{
    /// <summary>Null unless the phase is <see cref="PairingPhase.CoolingDown"/>.</summary>
    public DateTimeOffset? CoolingUntil { get; init; }

    /// <summary>What cools down while the other way may be tried; null where everything does.</summary>
    public PairingMethod? CoolingMethod { get; init; }
}

public sealed record Receipt(NumberId Number, string? RedirectUrl);

internal sealed class ReadLinkStatusHandler(IPairingStateCache states, ITenantDirectory tenants, IAttemptPass passes, TimeProvider clock)
    : IRequestHandler<ReadLinkStatus, Result<LinkStatusReading>>
{
    public async Task<Result<LinkStatusReading>> Handle(ReadLinkStatus request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await states.Find(request.Token, cancellationToken) is not { Link: var link } view)
            return new LinkNotFound();
        if (view.ShowsReceiptAt(now))
            return new LinkStatusReading(InstanceState.Open, PairingPhase.Connected, null, null, link.ExpiresAt,
                await ReceiptFor(link, request.AttemptPass, cancellationToken));
        if (link.StatusAt(now) != LinkStatus.Active)
            return new LinkNotFound();
        var phase = view.PhaseAt(now);
        return new LinkStatusReading(view.Pairing?.State ?? InstanceState.Close, phase, view.Pairing?.Sequence, view.Artifacts.LastsUntil,
            link.ExpiresAt, null)
        {
            CoolingUntil = phase == PairingPhase.CoolingDown ? view.Pairing?.CoolingUntil : null,
            CoolingMethod = phase == PairingPhase.CoolingDown ? view.Pairing?.Cooled : null,
        };
    }

    private async Task<Receipt?> ReceiptFor(PairingLink link, string? pass, CancellationToken cancellationToken)
    {
        if (link.Number is not { } number || !passes.Opens(link.Id, pass))
            return null;
        var branding = await tenants.BrandingOf(link.Tenant, cancellationToken);
        return new Receipt(number, RedirectUrl.Success(link, branding.DefaultRedirectUrl, number));
    }
}
