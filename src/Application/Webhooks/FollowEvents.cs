using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>What happens from now on, or happened after the place that the caller has reached before.</summary>
/// <param name="After">Null begins with what happens next.</param>
public sealed record FollowEvents(Caller Caller, EventPlace? After) : IRequest<Result<EventCursor>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

/// <summary>The last event received or, before the first one, the moment of which the stream began.</summary>
public sealed record EventPlace(EventId? Event, DateTimeOffset? Moment);

/// <summary>An event with its body, byte for byte as it is delivered.</summary>
public sealed record HappenedEvent(EventId Id, string Type, string Body, DateTimeOffset At);

public interface IEventFeed
{
    /// <summary>Null where the caller has no such event, or it is past its retention.</summary>
    Task<DateTimeOffset?> MomentOf(Caller caller, EventId id, CancellationToken cancellationToken);

    /// <summary>The ids of everything since a moment.</summary>
    Task<IReadOnlyList<EventId>> Ids(Caller caller, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Some of what happened since a moment, oldest first, without what was read before.</summary>
    Task<IReadOnlyList<HappenedEvent>> Read(
        Caller caller, DateTimeOffset since, IReadOnlyCollection<EventId> except, CancellationToken cancellationToken);
}

/// <summary>
/// How far one reader is. Events commit in another order than they happen in, so that each turn reads the last seconds once more and
/// leaves out what it has returned; a reader that comes back gets events of these seconds twice rather than not at all.
/// </summary>
public sealed class EventCursor(IEventFeed feed, Caller caller, DateTimeOffset latest, IEnumerable<EventId> returned)
{
    /// <summary>No transaction that writes an event is open for so long.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private readonly Dictionary<EventId, DateTimeOffset> _returned = returned.ToDictionary(id => id, _ => latest);
    private DateTimeOffset _latest = latest;

    /// <summary>Where a reader that has received nothing yet comes back.</summary>
    public DateTimeOffset Beginning { get; } = latest;

    /// <returns>Empty where nothing new happened.</returns>
    public async Task<IReadOnlyList<HappenedEvent>> Next(CancellationToken cancellationToken)
    {
        var since = _latest - Overlap;
        foreach (var (id, _) in _returned.Where(one => one.Value < since).ToList())
            _returned.Remove(id);
        var events = await feed.Read(caller, since, _returned.Keys, cancellationToken);
        foreach (var happened in events)
        {
            _returned[happened.Id] = happened.At;
            _latest = happened.At > _latest ? happened.At : _latest;
        }

        return events;
    }
}

internal sealed class FollowEventsHandler(IEventFeed feed, TimeProvider clock) : IRequestHandler<FollowEvents, Result<EventCursor>>
{
    public async Task<Result<EventCursor>> Handle(FollowEvents request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (request.After is { Event: { } id })
        {
            return await feed.MomentOf(request.Caller, id, cancellationToken) is { } happened
                ? new EventCursor(feed, request.Caller, happened, [id])
                : new ValidationFailed([new("after", "must be the id of an event of yours that is still kept")]);
        }

        if (request.After is { Moment: { } moment })
        {
            // Another node, whose clock may be ahead, has given it.
            return moment <= now + EventCursor.Overlap
                ? new EventCursor(feed, request.Caller, moment < now ? moment : now, [])
                : new ValidationFailed([new("after", "must not be in the future")]);
        }

        return new EventCursor(feed, request.Caller, now, await feed.Ids(request.Caller, now - EventCursor.Overlap, cancellationToken));
    }
}
