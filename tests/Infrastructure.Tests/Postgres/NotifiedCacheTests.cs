using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>What the caches keep and drop, without a database; that a change reaches them on every node is tested over HTTP.</summary>
public sealed class NotifiedCacheTests : IDisposable
{
    private readonly NotifiedCache<string, int> _cache = new(most: 10, stripes: 4);
    private int _reads;

    [Fact]
    public async Task What_was_read_is_kept_until_a_notification()
    {
        (await Get("a", 1)).Should().Be(1);
        (await Get("a", 2)).Should().Be(1);

        _cache.Drop("a");

        (await Get("a", 3)).Should().Be(3);
        _reads.Should().Be(2);
    }

    [Fact]
    public async Task What_was_being_read_when_a_notification_arrived_is_answered_and_not_kept()
    {
        foreach (var notify in new Action[] { () => _cache.Drop("a"), () => _cache.Drop((_, _) => false), _cache.Clear })
        {
            (await _cache.Get("a", _ => Task.FromResult(Read(1, notify)), _ => true, CancellationToken.None)).Should().Be(1);
            _cache.TryGet("a", out _).Should().BeFalse();
        }
    }

    [Fact]
    public async Task Nothing_is_kept_while_notifications_do_not_arrive()
    {
        (await _cache.Get("a", _ => Task.FromResult(1), _ => false, CancellationToken.None)).Should().Be(1);

        (await Get("a", 2)).Should().Be(2);
    }

    [Fact]
    public async Task Only_the_entries_that_a_notification_concerns_are_dropped()
    {
        await Get("a", 1);
        await Get("b", 2);

        _cache.Drop((_, value) => value == 1);

        (await Get("a", 3)).Should().Be(3);
        (await Get("b", 4)).Should().Be(2);
    }

    [Fact]
    public void A_value_that_was_read_before_a_change_is_not_kept()
    {
        var version = _cache.VersionOf("a");
        _cache.Drop("a");

        _cache.KeepIfUnchanged("a", 1, version);

        _cache.TryGet("a", out _).Should().BeFalse();
    }

    public void Dispose() => _cache.Dispose();

    private async Task<int> Get(string key, int stored) =>
        await _cache.Get(key, _ => Task.FromResult(Read(stored)), _ => true, CancellationToken.None);

    private int Read(int stored, Action? meanwhile = null)
    {
        _reads++;
        meanwhile?.Invoke();
        return stored;
    }
}
