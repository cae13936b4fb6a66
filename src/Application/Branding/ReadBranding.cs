using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

public sealed record ReadBranding(Caller Caller) : IRequest<Result<BrandingLayer>>;

internal sealed class ReadBrandingHandler(ITenantDirectory tenants) : IRequestHandler<ReadBranding, Result<BrandingLayer>>
{
    public async Task<Result<BrandingLayer>> Handle(ReadBranding request, CancellationToken cancellationToken) =>
        await tenants.BrandingOf(request.Caller.Tenant, cancellationToken);
}
