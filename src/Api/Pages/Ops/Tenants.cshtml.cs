using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The tenants, and the form that makes one.</summary>
internal sealed class TenantsModel(
    RandomNumberGenerator random, IMediator mediator, IOpsTenantQueries tenants, IGateways gateways) : OpsListPage<OpsTenant>(random)
{
    /// <summary>Null until one was made by this request: its key is shown this once.</summary>
    public TenantCreated? Created { get; private set; }

    public IEnumerable<string> Gateways => gateways.Configured.Select(gateway => gateway.Name);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => Show(cancellationToken);

    public async Task<IActionResult> OnPostCreateAsync(
        [FromForm] string? name, [FromForm] string? mode, [FromForm] string? gateway, CancellationToken cancellationToken)
    {
        TenantMode? chosen = mode switch
        {
            "live" => TenantMode.Live,
            "test" => TenantMode.Test,
            _ => null,
        };
        if (chosen is not { } known)
            return await Refused(new ValidationFailed([new("mode", "must be live or test")]), () => Load(cancellationToken));
        var request = new CreateTenant(name ?? "", known, string.IsNullOrEmpty(gateway) ? null : gateway);
        var result = await Act(mediator, AuditAction.TenantCreated, null, request, cancellationToken, request.Name);
        if (result.Refusal is { } refusal)
            return await Refused(refusal, () => Load(cancellationToken));
        Created = result.Value;
        return await Show(cancellationToken);
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        await Show(cancellationToken);
        return true;
    }

    private Task<IActionResult> Show(CancellationToken cancellationToken)
    {
        var name = Filters.Text("q");
        if (WireId.TryParse(TenantId.Prefix, name, out var tenant))
            return Task.FromResult<IActionResult>(Redirect($"/ops/tenants/{new TenantId(tenant)}"));
        return List(page => tenants.List(name, page, cancellationToken));
    }
}
