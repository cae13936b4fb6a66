using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Access;

public sealed record ReadSettings(Caller Caller) : IRequest<Result<TenantSettings>>;

internal sealed class ReadSettingsHandler(ITenantDirectory tenants) : IRequestHandler<ReadSettings, Result<TenantSettings>>
{
    public async Task<Result<TenantSettings>> Handle(ReadSettings request, CancellationToken cancellationToken) =>
        await tenants.SettingsOf(request.Caller.Tenant, cancellationToken);
}
