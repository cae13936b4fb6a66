using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>Which endpoints are wanted.</summary>
internal enum EndpointHealth
{
    Active,
    Failing,
    Inactive,
}

/// <summary>The webhook endpoints of all tenants.</summary>
internal sealed class WebhooksModel(RandomNumberGenerator random, IOpsWebhookQueries webhooks) : OpsListPage<OpsEndpoint>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var tenant = Filters.Tenant();
        var filter = Filters.Choice<EndpointHealth>("state") switch
        {
            EndpointHealth.Active => new OpsEndpointFilter(tenant, true, false),
            EndpointHealth.Failing => new(tenant, true, true),
            EndpointHealth.Inactive => new(tenant, false, false),
            null => new(tenant, null, false),
        };
        return List(page => webhooks.Endpoints(filter, page, cancellationToken));
    }
}
