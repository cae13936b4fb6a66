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

/// <summary>One webhook endpoint with its deliveries.</summary>
internal sealed class WebhookModel(
    RandomNumberGenerator random, IMediator mediator, IOpsWebhookQueries webhooks, IOpsAuditQueries audit, TimeProvider clock)
    : OpsSubjectPage(random, audit)
{
    public OpsEndpoint Endpoint { get; private set; } = null!;

    public IReadOnlyList<EndpointDelivery> Deliveries { get; private set; } = [];

    public Task<IActionResult> OnPostEnableAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.EndpointEnabled, Subject, new UpdateEndpoint(caller, Endpoint.Id) { Active = true },
            cancellationToken),
        _ => OpsNotices.Enabled, cancellationToken);

    public Task<IActionResult> OnPostTestAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.EndpointTested, Subject, new TestEndpoint(caller, Endpoint.Id), cancellationToken),
        _ => OpsNotices.Tested, cancellationToken);

    public Task<IActionResult> OnPostReplaySinceAsync([FromForm] string? hours, CancellationToken cancellationToken) => OnHours(
        hours,
        count => On(
            caller => Act(
                mediator, AuditAction.EndpointReplayed, Subject,
                new ReplayEndpoint(caller, Endpoint.Id) { Since = clock.GetUtcNow().AddHours(-count) }, cancellationToken,
                $"the last {count} hours"),
            _ => Endpoint.Active ? OpsNotices.Replayed : OpsNotices.Inactive, cancellationToken),
        cancellationToken);

    /// <summary>One delivery or many of this endpoint; of another endpoint's none.</summary>
    public async Task<IActionResult> OnPostReplayAsync([FromForm] string[] deliveries, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var ids = deliveries.Select(written => new DeliveryId(PathId.Read(DeliveryId.Prefix, written))).ToList();
        if (ids.Count == 0)
            return await Refused("deliveries", "choose at least one", cancellationToken);
        await mediator.Send(new RecordAction(Session, AuditAction.DeliveryReplayed, [.. ids.Select(id => id.ToString())]),
            cancellationToken);
        foreach (var id in ids)
        {
            var replayed = await mediator.Send(new ReplayDelivery(Owner, id), cancellationToken);
            if (replayed.Refusal is { } refusal)
                return await Refused(refusal, () => Load(cancellationToken));
        }

        return Done(Endpoint.Active ? OpsNotices.Replayed : OpsNotices.Inactive);
    }

    protected override string Subject => Endpoint.Id.ToString();

    protected override Caller Owner => OperatorCallers.For(Endpoint.Tenant, Endpoint.Mode);

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await webhooks.Endpoint(new(PathId.Read(EndpointId.Prefix, Id)), cancellationToken) is not { } endpoint)
            return false;

        Endpoint = endpoint;
        Deliveries = await ReadRows(async page =>
            await mediator.Send(new ListDeliveries(Owner, endpoint.Id, page), cancellationToken) is { Refusal: null, Value: var deliveries }
                ? deliveries : new([], null));
        await ReadAudit(cancellationToken);
        return true;
    }
}
