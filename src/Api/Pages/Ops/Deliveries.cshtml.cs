using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>Which attempts are wanted.</summary>
internal enum AttemptResult
{
    Failed,
}

/// <summary>The attempts at deliveries of all tenants.</summary>
internal sealed class DeliveriesModel(RandomNumberGenerator random, IOpsWebhookQueries webhooks) : OpsListPage<OpsDeliveryAttempt>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (WireId.TryParse(DeliveryId.Prefix, Filters.Text("q"), out var delivery))
            return Task.FromResult<IActionResult>(Redirect($"/ops/deliveries/{new DeliveryId(delivery)}"));
        _ = Filters.Id("q", DeliveryId.Prefix, "a delivery");
        var filter = new OpsDeliveryFilter(
            Filters.Id("endpoint", EndpointId.Prefix, "a webhook endpoint") is { } endpoint ? new EndpointId(endpoint) : null,
            Filters.Choice<AttemptResult>("result") == AttemptResult.Failed);
        return List(page => webhooks.Attempts(filter, page, cancellationToken));
    }
}
