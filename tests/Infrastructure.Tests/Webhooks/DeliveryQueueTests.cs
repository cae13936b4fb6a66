using Dapper;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>Who owns a row: leases, races, limits and what is dropped. No HTTP but where two processes compete.</summary>
public sealed class DeliveryQueueTests : IAsyncLifetime
{
    private DeliveryRig _rig = null!;

    public async Task InitializeAsync() => _rig = await DeliveryRig.Start();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_dead_worker_gives_its_rows_back_by_doing_nothing_and_changes_nothing_later()
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Enqueue(endpoint);

        var lost = (await Claim(endpoint)).Single();
        (await Claim(endpoint)).Should().BeEmpty();
        await _rig.LetTimePass();
        var taken = (await Claim(endpoint)).Single();
        taken.Id.Should().Be(lost.Id);

        await _rig.Results.Write([Delivered(lost)], CancellationToken.None);
        (await _rig.Outbox()).Should().Be((1, 1));
        (await _rig.Attempts()).Should().BeEmpty();

        await _rig.Results.Write([Delivered(taken)], CancellationToken.None);
        (await _rig.Outbox()).Pending.Should().Be(0);
        (await _rig.Attempts()).Should().ContainSingle();
    }

    [Fact]
    public async Task Claims_at_once_share_the_rows_out()
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        for (var i = 0; i < 200; i++)
            await _rig.Enqueue(endpoint);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Claim(endpoint)));

        claims.SelectMany(rows => rows).Select(row => row.Id).Should().OnlyHaveUniqueItems();
        // One that finds its candidates taken claims fewer; a job asks again.
        var rest = 0;
        while (await Claim(endpoint) is { Count: > 0 } more)
            rest += more.Count;
        (claims.Sum(rows => rows.Count) + rest).Should().Be(200);
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
            await _rig.Enqueue([.. endpoints]);
        for (var i = 0; i < 200; i++)
            await sink.Next();
        foreach (var worker in workers)
            await worker.StopAsync(CancellationToken.None);

        sink.All.Should().HaveCount(200);
        (await _rig.Read<long>("select count(distinct delivery_id) from delivery_attempts where succeeded")).Should().Equal(200);
        (await _rig.Outbox()).Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("failing_since = now()", 8)]
    [InlineData("recent_ms = 2000", 10)]
    public async Task Endpoints_that_fail_or_are_slow_are_left_to_the_workers_for_them(string state, int claimed)
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Run($"update webhook_endpoints set {state}");
        for (var i = 0; i < 10; i++)
            await _rig.Enqueue(endpoint);

        (await Claim(endpoint)).Should().BeEmpty();
        (await _rig.Queue.NextDue(endpoint, CancellationToken.None)).Should().Be(TimeSpan.Zero);
        (await Claim(endpoint, isBulkhead: true)).Should().HaveCount(claimed);
    }

    [Fact]
    public async Task What_waits_for_a_retry_is_claimed_early_only_when_asked_for()
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Enqueue(endpoint);
        await _rig.Run("update outbox set run_at = now() + interval '5 minutes'");

        (await Claim(endpoint)).Should().BeEmpty();
        (await _rig.Queue.NextDue(endpoint, CancellationToken.None)).Should().BeCloseTo(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
        (await Claim(endpoint, evenEarly: true)).Should().ContainSingle();
        (await _rig.Queue.NextDue(endpoint, CancellationToken.None)).Should().BeNull("it is claimed");
    }

    [Fact]
    public async Task A_living_job_extends_its_lease_and_a_row_that_another_holds_is_waited_for_by_nobody()
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Enqueue(endpoint);
        await _rig.Enqueue(endpoint);
        var rows = await Claim(endpoint);
        await _rig.Run("update outbox set lease_until = now() + interval '1 second'");
        await using var replay = await _rig.Database.OpenConnectionAsync();
        await using var turn = await replay.BeginTransactionAsync();
        await replay.ExecuteAsync("select id from outbox where id = @Id for update", new { rows[0].Id });

        await _rig.Queue.Extend(endpoint, rows[0].LeaseId, CancellationToken.None);

        (await _rig.Read<long>("select count(*) from outbox where lease_until > now() + interval '10 seconds'")).Should().Equal(1);
    }

    [Fact]
    public async Task Pending_deliveries_of_an_inactive_or_removed_endpoint_are_dropped_but_a_test_is_not()
    {
        var (inactive, _) = await _rig.Endpoint("https://example.com/", active: false);
        var (tested, _) = await _rig.Endpoint("https://example.com/", active: false);
        await _rig.Enqueue(inactive, tested, Guid.CreateVersion7(_rig.Clock.GetUtcNow()));
        await _rig.Run("""update outbox set payload = '{"evenInactive":true}' where endpoint_id = @tested""", new { tested });

        (await Claim(tested)).Should().ContainSingle().Which.Url.Should().NotBeNull();
        foreach (var endpoint in await _rig.Read<Guid>("select endpoint_id from outbox where endpoint_id <> @tested", new { tested }))
            await _rig.Results.Write([.. (await Claim(endpoint)).Where(row => row.Url is null).Select(DeliveryResult.Dropped)],
                CancellationToken.None);

        (await _rig.Outbox()).Pending.Should().Be(1);
        (await _rig.Attempts()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_endpoint_removed_while_its_request_was_under_way_leaves_nothing()
    {
        var (removed, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Enqueue(removed);
        var claimed = await Claim(removed);
        await _rig.Run("delete from webhook_endpoints where id = @removed", new { removed });

        await _rig.Results.Write([.. claimed.Select(Delivered)], CancellationToken.None);

        (await _rig.Attempts()).Should().BeEmpty();
        (await _rig.Outbox()).Pending.Should().Be(0);
    }

    [Theory]
    [InlineData("6 days", "1 day", true)]
    [InlineData("6 days", "5 days 13 hours", false)]
    [InlineData("4 days", "1 day", false)]
    public async Task Five_days_of_failure_over_twelve_hours_of_attempts_switch_an_endpoint_off(string since, string last, bool disabled)
    {
        var (endpoint, _) = await _rig.Endpoint("https://example.com/");
        await _rig.Enqueue(endpoint);
        await _rig.Results.Write(
            [DeliveryResult.Of((await Claim(endpoint)).Single(), Id(), new(AttemptOutcome.Answered(500), null, null), 1, 0.5)],
            CancellationToken.None);
        await _rig.Run("update webhook_endpoints set failing_since = now() - @since::interval; update delivery_attempts set created_at = now() - @last::interval", new { since, last });

        (await new WebhookUpkeep(_rig.Database).DisableFailing(CancellationToken.None)).Should().HaveCount(disabled ? 1 : 0);

        (await _rig.Read<bool>("select active from webhook_endpoints")).Should().Equal(!disabled);
        (await _rig.Outbox()).Pending.Should().Be(disabled ? 0 : 1);
    }

    private Task<IReadOnlyList<DueDelivery>> Claim(Guid endpoint, bool isBulkhead = false, bool evenEarly = false) =>
        _rig.Queue.Claim(endpoint, Id(), isBulkhead, evenEarly, CancellationToken.None);

    private static DeliveryResult Delivered(DueDelivery row) =>
        DeliveryResult.Of(row, Id(), new(AttemptOutcome.Answered(200), "ok", null), 1, 0.5);

    private static Guid Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
