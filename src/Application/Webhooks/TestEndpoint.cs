using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Sends <c>webhook.test</c> to one endpoint, whatever it listens to and even while it is switched off.</summary>
public sealed record TestEndpoint(Caller Caller, EndpointId Endpoint) : IRequest<Result<TestEvent>>;

/// <summary>An event of one endpoint alone: it is in no list of events, in no replay, and counts in no number's sequence.</summary>
public sealed record TestEvent(EventId Id, DeliveryId Delivery, WebhookEndpoint Endpoint, DateTimeOffset At);

internal sealed class TestEndpointHandler(
    IStore store, IEndpointQueries endpoints, TimeProvider clock) : IRequestHandler<TestEndpoint, Result<TestEvent>>
{
    public async Task<Result<TestEvent>> Handle(TestEndpoint request, CancellationToken cancellationToken)
    {
        if (await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is not { } endpoint)
            return new WebhookNotFound();

        var now = clock.GetUtcNow();
        var test = new TestEvent(EventId.New(now), DeliveryId.New(now), endpoint, now);
        await using var work = await store.Begin(cancellationToken);
        work.Events.Add(test);
        await work.Commit(cancellationToken);
        return test;
    }
}

internal sealed class TestEndpointAnswer(
    IEndpointQueries endpoints, IDeliveryQueries deliveries) : IRebuild<TestEndpoint, Result<TestEvent>>
{
    private const int Recent = 100;

    public async Task<Result<TestEvent>?> Rebuild(TestEndpoint request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (await endpoints.Find(request.Caller, request.Endpoint, cancellationToken) is not { } endpoint)
            return null;
        var recent = await deliveries.List(request.Caller, request.Endpoint, new(Recent, null), cancellationToken);
        return recent.Items.FirstOrDefault(delivery => delivery.EventId.Value == made?.Id) is { } sent
            ? new TestEvent(sent.EventId, sent.Id, endpoint, sent.CreatedAt) : (Result<TestEvent>?)null;
    }
}
