using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Webhooks;

internal static class DeliveryEndpoints
{
    private const int LongestLog = 50;

    public static void MapDeliveries(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("").WithTags("Deliveries");
        routes.MapPost("/webhooks/{id}/test", Test)
            .Describe("Send webhook.test to an endpoint", "Whatever events and active say.")
            .Answers(new WebhookNotFound());
        routes.MapGet("/webhooks/{id}/logs", ReadLog)
            .Describe("Read an endpoint's log, attempt by attempt")
            .Answers(new WebhookNotFound(), new ValidationFailed([]));
        routes.MapGet("/webhooks/{id}/deliveries", List)
            .Describe("List an endpoint's deliveries")
            .Answers(new WebhookNotFound(), new ValidationFailed([]));
        routes.MapPost("/webhooks/{id}/replay", ReplaySince)
            .Describe("Deliver an endpoint's events again from a moment on")
            .TakesJson<ReplayRequest>().Answers(new WebhookNotFound());
        routes.MapPost("/deliveries/{id}/replay", Replay)
            .Describe("Deliver one event again", "Under the same webhook-id.")
            .Answers(new DeliveryNotFound());
        routes.MapGet("/events", ListEvents)
            .Describe("List the events of the last 30 days", "Bodies as delivered.")
            .Answers(new ValidationFailed([]));
    }

    private static async Task<Results<Ok<QueuedResponse>, RefusalResult>> Test(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new TestEndpoint(key.Caller, WebhookEndpoints.Named(id)), cancellationToken))
            .Match<Results<Ok<QueuedResponse>, RefusalResult>>(
            test => TypedResults.Ok(new QueuedResponse(1) { EventId = test.Id.ToString(), DeliveryId = test.Delivery.ToString() }),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<ListResult<LogResponse>, RefusalResult>> ReadLog(
        string id, [AsParameters] Paging paging, string? @event, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read(LongestLog);
        var request = new ReadEndpointLog(key.Caller, WebhookEndpoints.Named(id), string.IsNullOrEmpty(@event) ? null : @event,
            page)
        { Faults = new(null, faults) };
        return (await mediator.Send(request, cancellationToken)).Match<Results<ListResult<LogResponse>, RefusalResult>>(
            log => ListResult<LogResponse>.From(log, LogResponse.From),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<ListResult<DeliveryResponse>, RefusalResult>> List(
        string id, [AsParameters] Paging paging, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        var request = new ListDeliveries(key.Caller, WebhookEndpoints.Named(id), page) { Faults = new(null, faults) };
        return (await mediator.Send(request, cancellationToken)).Match<Results<ListResult<DeliveryResponse>, RefusalResult>>(
            deliveries => ListResult<DeliveryResponse>.From(deliveries, DeliveryResponse.From),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Accepted<QueuedResponse>, RefusalResult>> ReplaySince(
        string id, WireBody<ReplayRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReplayEndpoint(key.Caller, WebhookEndpoints.Named(id)) { Faults = body.Faults, Since = body.Value.Since },
            cancellationToken))
            .Match<Results<Accepted<QueuedResponse>, RefusalResult>>(
                queued => TypedResults.Accepted((string?)null, new QueuedResponse(queued)),
                refusal => new RefusalResult(refusal));

    private static async Task<Results<Accepted<QueuedResponse>, RefusalResult>> Replay(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReplayDelivery(key.Caller, new(PathId.Read(DeliveryId.Prefix, id))), cancellationToken))
            .Match<Results<Accepted<QueuedResponse>, RefusalResult>>(
                replayed => TypedResults.Accepted((string?)null,
                    new QueuedResponse(replayed.Delivery is null ? 0 : 1) { DeliveryId = replayed.Delivery?.ToString() }),
                refusal => new RefusalResult(refusal));

    private static async Task<Results<ListResult<RawJson>, RefusalResult>> ListEvents(
        [AsParameters] Paging paging, string? since, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        var (moment, problems) = TimeParameter.Read("since", since);
        var request = new ListEvents(key.Caller, moment, page) { Faults = new(null, [.. faults, .. problems]) };
        return (await mediator.Send(request, cancellationToken)).Match<Results<ListResult<RawJson>, RefusalResult>>(
            events => ListResult<RawJson>.From(events, body => new(body)),
            refusal => new RefusalResult(refusal));
    }
}
