using Dapper;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Jobs.Pending;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Jobs;

/// <summary>
/// What the loop that enqueues and the jobs rely on, for every kind of pending work, on a real PostgreSQL: who is found, and who claims.
/// </summary>
public sealed class PendingWorkContractTests : IAsyncLifetime
{
    private readonly Guid _tenant = NewId();
    private TestDatabase _database = null!;

    public static TheoryData<string> Kinds => [.. Enum.GetNames<WorkKind>()];

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        await Run("insert into tenants (id, name, mode, gateway, created_at) values (@_tenant, 'Acme', 'Test', 'simulator', now())",
            new { _tenant });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_due_is_found_and_described_with_a_queue_and_a_share(string kind)
    {
        var work = Of(kind);
        var (due, later) = (await Add(work, "-10 seconds"), await Add(work, "1 hour"));

        (await work.Queries.FindDue(TimeSpan.FromSeconds(3), CancellationToken.None)).Should().Equal(due);
        var item = (await work.Queries.Describe([due, later, NewId()], CancellationToken.None)).Should().ContainSingle().Subject;
        item.Work.Should().Be(new PendingWork(work.Kind, due));
        item.Share.Should().Be(work.Kind == WorkKind.CleanUp ? "gateway simulator" : _tenant.ToString());
        PendingJobs.Of(item).Queue.Should().Be(item.Queue);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_became_due_a_moment_ago_is_left_to_the_job_on_its_way(string kind)
    {
        var work = Of(kind);
        var fresh = await Add(work, "-1 second");

        (await work.Queries.FindDue(TimeSpan.FromSeconds(30), CancellationToken.None)).Should().BeEmpty();
        (await work.Queries.Describe([fresh], CancellationToken.None)).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_due_in_a_moment_is_described_where_jobs_may_start_early(string kind)
    {
        var work = Of(kind);
        var soon = await Add(work, "1 second");

        var described = await work.Queries.Describe([soon], CancellationToken.None);

        if (work.Kind == WorkKind.Deliveries)
            described.Should().ContainSingle().Which.DueIn.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        else
            described.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Of_many_that_claim_at_once_one_gets_it_and_it_is_found_again_when_its_claim_ended(string kind)
    {
        var work = Of(kind);
        var id = await Add(work, "-10 seconds");

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => work.Claim(id)));

        claims.Count(isMine => isMine).Should().Be(1);
        (await work.Queries.FindDue(TimeSpan.Zero, CancellationToken.None)).Should().BeEmpty();
        (await work.Queries.Describe([id], CancellationToken.None)).Should().BeEmpty();
        await Run("update outbox set lease_until = now(); update foreign_logos set due_at = now()");
        (await work.Queries.FindDue(TimeSpan.Zero, CancellationToken.None)).Should().Equal(id);
        (await work.Claim(id)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_gone_is_claimed_by_nobody(string kind)
    {
        var work = Of(kind);

        (await work.Claim(NewId())).Should().BeFalse();
        (await work.Queries.Describe([NewId()], CancellationToken.None)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_worker_whose_claim_went_to_another_changes_nothing_any_more()
    {
        var (messages, lease, id) =
            (new PendingMessages(_database.Source, new FakeClock()), new OutboxLease(_database.Source, new FakeClock()), NewId());
        await Run(Add(WorkKind.Message), new { id, _tenant, due = "-10 seconds" });
        var late = (await messages.Claim(id, CancellationToken.None))!;
        await Run("update outbox set lease_until = now()");
        (await messages.Claim(id, CancellationToken.None)).Should().NotBeNull();

        await lease.PostponeFailed(late);

        (await Read("select count(*) from outbox where lease_until > now() and run_at <= now()")).Should().Be(1);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 40)]
    [InlineData(50, 600)]
    public async Task A_failed_attempt_is_due_again_after_a_pause_that_doubles(int attempt, int seconds)
    {
        var (messages, lease, id) =
            (new PendingMessages(_database.Source, new FakeClock()), new OutboxLease(_database.Source, new FakeClock()), NewId());
        await Run(Add(WorkKind.Message), new { id, _tenant, due = "-10 seconds" });
        await Run("update outbox set attempt = @before", new { before = attempt - 1 });

        await lease.PostponeFailed((await messages.Claim(id, CancellationToken.None))!);

        (await Read("select count(*) from outbox where lease_id is null and run_at between now() + make_interval(secs => @seconds - 4) and now() + make_interval(secs => @seconds)", new { seconds }))
            .Should().Be(1);
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static string Add(WorkKind kind) => kind switch
    {
        WorkKind.Deliveries =>
            """
            insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, created_at, updated_at)
            values (@id, @_tenant, 'Tenant', 'sink', 'https://example.com/', '{*}', true, '\x00', now(), now());
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id, run_at) values (gen_random_uuid(), 'delivery', @_tenant, @id, gen_random_uuid(), now() + @due::interval)
            """,
        WorkKind.Message => "insert into outbox (id, kind, tenant_id, run_at) values (@id, 'send', @_tenant, now() + @due::interval)",
        WorkKind.CleanUp =>
            "insert into outbox (id, kind, tenant_id, payload, run_at) values (gen_random_uuid(), 'cleanup', @_tenant, jsonb_build_object('number', @id), now() + @due::interval)",
        WorkKind.Logo =>
            """
            insert into foreign_logos (id, tenant_id, url, url_hash, due_at, created_at)
            values (@id, @_tenant, 'https://example.com/' || @id, sha256(convert_to(@id::text, 'UTF8')), now() + @due::interval, now())
            """,
        _ => throw new InvalidOperationException($"No row of {kind}"),
    };

    private Work Of(string kind)
    {
        var (source, clock) = (_database.Source, new FakeClock());
        var (deliveries, queue, messages, cleanUps, logos) =
            (new PendingDeliveries(source), new DeliveryQueue(source), new PendingMessages(source, clock),
                new PendingCleanUps(source, clock), new PendingLogos(source));
        return Enum.Parse<WorkKind>(kind) switch
        {
            WorkKind.Deliveries =>
                new(deliveries, async id =>
                (await queue.Claim(id, NewId(), isBulkhead: false, evenEarly: false, CancellationToken.None)).Count == 1),
            WorkKind.Message => new(messages, async id => await messages.Claim(id, CancellationToken.None) is not null),
            WorkKind.CleanUp => new(cleanUps, async id => await cleanUps.Claim(id, evenEarly: false, CancellationToken.None) is not null),
            WorkKind.Logo => new(logos, async id => await logos.Claim(id, evenEarly: false, CancellationToken.None) is not null),
            var other => throw new InvalidOperationException($"Nobody does {other}"),
        };
    }

    private async Task<Guid> Add(Work work, string due)
    {
        var id = NewId();
        await Run(Add(work.Kind), new { id, _tenant, due });
        return id;
    }

    private async Task Run(string sql, object? parameters = null)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    private async Task<long> Read(string sql, object? parameters = null)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<long>(sql, parameters);
    }

    private sealed record Work(IPendingWorkQueries Queries, Func<Guid, Task<bool>> Claim)
    {
        public WorkKind Kind => Queries.Kind;
    }
}
