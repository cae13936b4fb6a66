using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>What a public page may know of a link. Reading changes nothing.</summary>
/// <param name="WithReceipt">Whether a freshly spent link still answers.</param>
public sealed record ReadLink(TokenHash Token, bool WithReceipt) : IRequest<Result<LinkReading>>
{
    /// <summary>Whether a link that is over still answers, for a page that says why.</summary>
    public bool WithEnded { get; init; }
}

public sealed record LinkReading(LinkView View, BrandingLayer TenantBranding, Tenant Tenant, TenantSettings Settings)
{
    /// <summary>How the connection is called on the phone; null where that is not known.</summary>
    public string? DeviceName { get; init; }
}

internal sealed class ReadLinkHandler(
    IPairingStateCache states, ITenantDirectory tenants, IGateways gateways, TimeProvider clock)
    : IRequestHandler<ReadLink, Result<LinkReading>>
{
    public async Task<Result<LinkReading>> Handle(ReadLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await states.Find(request.Token, cancellationToken) is not { } view)
            return new LinkNotFound();
        if (view.Link.StatusAt(now) != LinkStatus.Active && !(request.WithReceipt && view.ShowsReceiptAt(now)) && !request.WithEnded)
            return new LinkNotFound();
        if (await tenants.Find(view.Link.Tenant, cancellationToken) is not { } tenant)
            return new LinkNotFound();
        return new LinkReading(view, await tenants.BrandingOf(tenant.Id, cancellationToken), tenant,
            await tenants.SettingsOf(tenant.Id, cancellationToken))
        {
            DeviceName = (await gateways.Of(tenant.Id, cancellationToken)).DeviceName,
        };
    }
}
