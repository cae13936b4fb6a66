using System.Globalization;
using System.Runtime.CompilerServices;
using MediatR;
using PilotPairing.Api.Access;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using EventId = PilotPairing.Domain.Webhooks.EventId;

namespace PilotPairing.Api.Webhooks;

/// <summary>
/// A tenant's events as they happen, as server-sent events with the bodies that are delivered. It ends when the server is about to or the
/// key is no longer valid; the client then comes back with the last id it has.
/// </summary>
internal static class EventsStream
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static void MapEventsStream(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/events/stream", Follow)
            .Describe("Follow the events as they happen",
                "Server-sent events: id is the event's, data the body as delivered. The stream begins with an id without an event, for a "
                    + "connection that is lost before the first one. Connect again with the last id; events of the 30 seconds before it may "
                    + "come twice.")
            .Reads(new Parameter("Last-Event-ID", "The same as after, as browsers send it", InHeader: true))
            .Produces<string>(contentType: "text/event-stream").Answers(new ValidationFailed([]));

    private static async Task Follow(
        string? after, Keyed key, HttpContext context, IMediator mediator, IKeyQueries keys, IDatabaseHealth database, RateLimits limits,
        IHostApplicationLifetime server, TimeProvider clock, CancellationToken cancellationToken)
    {
        var last = string.IsNullOrEmpty(after) ? context.Request.Headers["Last-Event-ID"].ToString() : after;
        var found = await mediator.Send(new FollowEvents(key.Caller, Place(last)), cancellationToken);
        using var place = limits.KeyStreams.AttemptAcquire(key.Caller.Key.Value);
        if ((found.Refusal ?? (place.IsAcquired ? null : new RateLimited(TimeSpan.FromSeconds(5)))) is { } refusal)
        {
            await RefusalResult.Write(context, refusal);
            return;
        }

        var stream = new EventStream(context.Response, clock);
        await stream.Begin(cancellationToken);
        if (HeadAsGet.Is(context))
            return;
        if (last.Length == 0)
            await stream.SendId(found.Value.Beginning.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture), cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(server.ApplicationStopping, cancellationToken);
        try
        {
            var events = Events(found.Value, () => keys.IsAlive(key.Caller.Tenant, key.Caller.Key, end.Token), clock, end.Token);
            await foreach (var happened in stream.WithHeartbeat(events, end.Token))
                await stream.Send(happened.Type, happened.Body, end.Token, happened.Id.ToString());
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (database.Explain(exception) is not null)
        {
            // The answer has begun, so that nothing can be said of it: the client connects again, and is answered 503 then.
        }
    }

    private static EventPlace? Place(string last)
    {
        if (last.Length == 0)
            return null;
        if (DateTimeOffset.TryParseExact(last, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return new(null, moment);
        return new(new(WireId.TryParse(EventId.Prefix, last, out var id) ? id : Guid.Empty), null);
    }

    private static async IAsyncEnumerable<HappenedEvent> Events(
        EventCursor cursor, Func<Task<bool>> isKeyValid, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await isKeyValid())
        {
            foreach (var happened in await cursor.Next(cancellationToken))
                yield return happened;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }
}
