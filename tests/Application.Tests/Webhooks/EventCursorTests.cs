using PilotPairing.Application.Access;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Tests.Webhooks;

/// <summary>What a reader of the event stream gets when events commit in another order than they happened in.</summary>
public sealed class EventCursorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly Feed _feed = new();

    [Fact]
    public async Task An_event_that_commits_after_a_later_one_is_returned_once()
    {
        var cursor = Begin();
        _feed.Commit(Noon.AddSeconds(10));
        var first = await cursor.Next(default);
        _feed.Commit(Noon.AddSeconds(4));

        var second = await cursor.Next(default);
        var third = await cursor.Next(default);

        (first.Single().At, second.Single().At).Should().Be((Noon.AddSeconds(10), Noon.AddSeconds(4)));
        third.Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_one_reading_s_worth_comes_in_pieces_and_none_twice()
    {
        var cursor = Begin();
        for (var i = 0; i < 7; i++)
            _feed.Commit(Noon.AddSeconds(1));

        var read = new List<EventId>();
        while (await cursor.Next(default) is { Count: > 0 } piece)
            read.AddRange(piece.Select(happened => happened.Id));

        read.Should().OnlyHaveUniqueItems().And.HaveCount(7);
    }

    [Fact]
    public async Task What_was_returned_long_ago_is_forgotten_and_not_read_again()
    {
        var cursor = Begin();
        for (var minute = 0; minute < 5; minute++)
        {
            _feed.Commit(Noon.AddMinutes(minute));
            (await cursor.Next(default)).Should().ContainSingle();
            _feed.Excepted.Should().BeLessThanOrEqualTo(2);
        }
    }

    private EventCursor Begin() => new(_feed, Some.TenantKey(), Noon, []);

    private sealed class Feed : IEventFeed
    {
        private const int MostAtOnce = 3;
        private readonly List<HappenedEvent> _events = [];

        public int Excepted { get; private set; }

        public void Commit(DateTimeOffset at) => _events.Add(new(EventId.New(at), EventNames.NumberConnected, "{}", at));

        public Task<DateTimeOffset?> MomentOf(Caller caller, EventId id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<EventId>> Ids(Caller caller, DateTimeOffset since, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<HappenedEvent>> Read(
            Caller caller, DateTimeOffset since, IReadOnlyCollection<EventId> except, CancellationToken cancellationToken)
        {
            Excepted = except.Count;
            return Task.FromResult<IReadOnlyList<HappenedEvent>>(
                [.. _events.Where(one => one.At >= since && !except.Contains(one.Id)).OrderBy(one => one.At).Take(MostAtOnce)]);
        }
    }
}
