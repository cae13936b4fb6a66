using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One delivery: what is sent, and every attempt with its answer.</summary>
internal sealed class DeliveryModel(
    RandomNumberGenerator random, IMediator mediator, IOpsWebhookQueries webhooks, IOpsAuditQueries audit) : OpsSubjectPage(random, audit)
{
    public OpsDelivery Delivery { get; private set; } = null!;

    public Task<IActionResult> OnPostReplayAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.DeliveryReplayed, Subject, new ReplayDelivery(caller, Delivery.Id), cancellationToken),
        // Where it was final, the same event is a delivery of its own.
        replayed => Task.FromResult<IActionResult>(
            replayed.Delivery is { } due ? Done(OpsNotices.Replayed, $"/ops/deliveries/{due}") : Done(OpsNotices.Inactive)),
        cancellationToken);

    protected override string Subject => Delivery.Id.ToString();

    protected override Caller Owner => OperatorCallers.For(Delivery.Endpoint.Tenant, Delivery.Endpoint.Mode);

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await webhooks.Delivery(new(PathId.Read(DeliveryId.Prefix, Id)), cancellationToken) is not { } delivery)
            return false;
        Delivery = delivery;
        await ReadAudit(cancellationToken);
        return true;
    }
}
