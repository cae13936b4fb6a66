using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One delivery: what is sent, and every attempt with its answer.</summary>
internal sealed class DeliveryModel(RandomNumberGenerator random, IMediator mediator, IOpsWebhookQueries webhooks) : OpsPage(random)
{
    [FromRoute]
    public string Id { get; set; } = "";

    public OpsDelivery Delivery { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostReplayAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var caller = OperatorCallers.For(Delivery.Endpoint.Tenant, Delivery.Endpoint.Mode);
        var result = await Act(mediator, AuditAction.DeliveryReplayed, Delivery.Id.ToString(), new ReplayDelivery(caller, Delivery.Id),
            cancellationToken);
        if (result.Refusal is { } refusal)
            return await Refused(refusal, () => Load(cancellationToken));
        // Where it was final, the same event is a delivery of its own.
        return result.Value.Delivery is { } due ? Done(OpsNotices.Replayed, $"/ops/deliveries/{due}") : Done(OpsNotices.Inactive);
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await webhooks.Delivery(new(PathId.Read(DeliveryId.Prefix, Id)), cancellationToken) is not { } delivery)
            return false;
        Delivery = delivery;
        return true;
    }
}
