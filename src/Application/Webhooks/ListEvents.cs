using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Webhooks;

/// <summary>What happened, as it was or would have been delivered: for who was away longer than the retries last.</summary>
/// <param name="Since">Null goes as far back as we remember.</param>
public sealed record ListEvents(Caller Caller, DateTimeOffset? Since, PageRequest Page) : IRequest<Result<Page<string>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

/// <summary>How far back events are remembered.</summary>
public sealed record EventHistory(TimeSpan Length)
{
    public DateTimeOffset Within(DateTimeOffset? since, DateTimeOffset now) => since > now - Length ? since.Value : now - Length;
}

public interface IEventQueries
{
    /// <summary>The bodies, byte for byte. A number key sees the events of its number.</summary>
    Task<Page<string>> List(Caller caller, DateTimeOffset since, PageRequest page, CancellationToken cancellationToken);
}

internal sealed class ListEventsHandler(
    IEventQueries events, EventHistory history, TimeProvider clock) : IRequestHandler<ListEvents, Result<Page<string>>>
{
    public async Task<Result<Page<string>>> Handle(ListEvents request, CancellationToken cancellationToken) =>
        await events.List(request.Caller, history.Within(request.Since, clock.GetUtcNow()), request.Page, cancellationToken);
}
