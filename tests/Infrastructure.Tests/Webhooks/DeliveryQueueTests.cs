using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>Who owns a row: leases, races, limits and what is dropped. No HTTP but where two whole workers compete.</summary>
public sealed class DeliveryQueueTests : IAsyncLifetime
{
    private DeliveryRig _rig = null!;

    public async Task InitializeAsync() => _rig = await DeliveryRig.Start();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_dead_worker_gives_its_rows_back_by_doing_nothing_and_changes_nothing_later()
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Owe(endpoint);

        var lost = (await Claim()).Single();
        (await Claim()).Should().BeEmpty();
        await _rig.LetTimePass();
        var taken = (await Claim()).Single();
        taken.Id.Should().Be(lost.Id);

        await _rig.Settlements.Settle([Delivered(lost)], CancellationToken.None);
        (await _rig.Outbox()).Should().Be((1, 1));
        (await _rig.Attempts()).Should().BeEmpty();

        await _rig.Settlements.Settle([Delivered(taken)], CancellationToken.None);
        (await _rig.Outbox()).Owed.Should().Be(0);
        (await _rig.Attempts()).Should().ContainSingle();
    }

    [Fact]
    public async Task Claims_at_once_share_the_rows_out()
    {
        var endpoints = new List<Guid>();
        for (var i = 0; i < 20; i++)
            endpoints.Add((await _rig.Endpoint("https://example.com/")).Id);
        for (var i = 0; i < 10; i++)
            await _rig.Owe([.. endpoints]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var mine = new List<Guid>();
            while (await Claim(most: 7, perEndpoint: 64) is { Count: > 0 } batch)
                mine.AddRange(batch.Select(row => row.Id));
            return mine;
        }));

        claims.SelectMany(mine => mine).Should().OnlyHaveUniqueItems();
        // One who finds its candidates taken gives up early here; a worker asks again.
        var rest = await Claim(most: 1000, perEndpoint: 64);
        (claims.Sum(mine => mine.Count) + rest.Count).Should().Be(200);
    }

    [Fact]
    public async Task Two_workers_deliver_each_row_once()
    {
        await using var sink = await WebhookSink.Start();
        var endpoints = new List<Guid>();
        for (var i = 0; i < 8; i++)
            endpoints.Add((await _rig.Endpoint(sink.Url)).Id);
        var workers = new[] { await _rig.Work(_rig.Process()), await _rig.Work(_rig.Process()) };

        for (var i = 0; i < 25; i++)
            await _rig.Owe([.. endpoints]);
        for (var i = 0; i < 200; i++)
            await sink.Next();
        foreach (var worker in workers)
            await worker.StopAsync(CancellationToken.None);

        sink.All.Should().HaveCount(200);
        (await _rig.Read<long>("select count(distinct delivery_id) from delivery_attempts where succeeded")).Should().Equal(200);
        (await _rig.Outbox()).Owed.Should().Be(0);
    }

    [Fact]
    public async Task No_endpoint_gets_more_than_its_share_and_a_failing_one_a_single_request()
    {
        var (busy, _) = await _rig.Endpoint("https://example.com/");
        var (idle, _) = await _rig.Endpoint("https://example.com/");
        var (failing, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Run("update webhook_endpoints set failing_since = now() where id = @failing", new { failing });
        for (var i = 0; i < 10; i++)
            await _rig.Owe(busy, idle, failing);

        var claimed = await Claim(busy: new() { [busy] = 3 });

        claimed.CountBy(row => row.EndpointId).Should().BeEquivalentTo(new Dictionary<Guid, int> { [busy] = 1, [idle] = 4, [failing] = 1 });
        (await Claim(most: 2)).Should().HaveCount(2);
    }

    [Fact]
    public async Task However_many_endpoints_fail_the_others_find_room()
    {
        var failing = new List<Guid>();
        for (var i = 0; i < 10; i++)
            failing.Add((await _rig.Endpoint("https://example.com/")).Id);
        await _rig.Run("update webhook_endpoints set failing_since = now()");
        await _rig.Owe([.. failing]);
        var (healthy, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Owe(healthy);

        var first = await Claim(most: 8, failing: 4);
        first.Count(row => failing.Contains(row.EndpointId)).Should().Be(4);
        first.Should().Contain(row => row.EndpointId == healthy);

        await _rig.Owe([healthy, .. failing]);
        var busy = first.Where(row => row.EndpointId != healthy).ToDictionary(row => row.EndpointId, _ => 1);
        (await Claim(most: 4, failing: 4, busy: busy)).Should().ContainSingle().Which.EndpointId.Should().Be(healthy);
    }

    [Fact]
    public async Task What_is_owed_to_an_inactive_or_removed_endpoint_is_dropped_but_a_test_is_not()
    {
        var (inactive, _) = await _rig.Endpoint("https://example.com/", active: false);
        var (tested, _) = await _rig.Endpoint("https://example.com/", active: false);
        await _rig.Owe(inactive, tested, Guid.CreateVersion7(_rig.Clock.GetUtcNow()));
        await _rig.Run("""update outbox set payload = '{"evenInactive":true}' where endpoint_id = @tested""", new { tested });

        var claimed = await Claim();
        claimed.Where(row => row.Url is not null).Should().ContainSingle().Which.EndpointId.Should().Be(tested);
        await _rig.Settlements.Settle([.. claimed.Where(row => row.Url is null).Select(Settlement.Dropped)], CancellationToken.None);

        (await _rig.Outbox()).Owed.Should().Be(1);
        (await _rig.Attempts()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_endpoint_removed_while_its_request_was_under_way_does_not_hold_up_the_batch()
    {
        var (removed, _) = await _rig.Endpoint("https://example.com/");
        var (kept, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Owe(removed, kept);
        var claimed = await Claim();
        await _rig.Run("delete from webhook_endpoints where id = @removed", new { removed });

        await _rig.Settlements.Settle([.. claimed.Select(Delivered)], CancellationToken.None);

        (await _rig.Attempts()).Should().ContainSingle();
        (await _rig.Outbox()).Owed.Should().Be(0);
    }

    [Theory]
    [InlineData("6 days", "1 day", true)]
    [InlineData("6 days", "5 days 13 hours", false)]
    [InlineData("4 days", "1 day", false)]
    public async Task Five_days_of_failure_over_twelve_hours_of_attempts_switch_an_endpoint_off(string since, string last, bool disabled)
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Owe(endpoint);
        await _rig.Settlements.Settle([Settlement.Of((await Claim()).Single(), Id(), new(AttemptOutcome.Answered(500), null, null), 1, 0.5)], CancellationToken.None);
        await _rig.Run("update webhook_endpoints set failing_since = now() - @since::interval; update delivery_attempts set created_at = now() - @last::interval", new { since, last });

        (await _rig.Queue.DisableFailing(CancellationToken.None)).Should().HaveCount(disabled ? 1 : 0);

        (await _rig.Read<bool>("select active from webhook_endpoints")).Should().Equal(!disabled);
        (await _rig.Outbox()).Owed.Should().Be(disabled ? 0 : 1);
    }

    private Task<IReadOnlyList<DueDelivery>> Claim(int most = 64, int perEndpoint = 4, int failing = 32, Dictionary<Guid, int>? busy = null) =>
        _rig.Queue.Claim(Id(), most, perEndpoint, failing, busy ?? [], CancellationToken.None);

    private static Settlement Delivered(DueDelivery row) => Settlement.Of(row, Id(), new(AttemptOutcome.Answered(200), "ok", null), 1, 0.5);

    private static Guid Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
