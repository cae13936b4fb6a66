using Dapper;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain.Access;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Statistics;

/// <summary>What the daily sums say after links were made, moved on and deleted; what the API makes of them is tested there.</summary>
public sealed class FunnelRollupTests : IAsyncLifetime
{
    private static readonly FunnelPeriod January = new(new(2026, 1, 1), new(2026, 1, 31));
    private readonly TenantId _tenant = new(Guid.Parse("00000000-0000-7000-8000-000000000001"));
    private readonly TenantId _other = new(Guid.Parse("00000000-0000-7000-8000-000000000002"));
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Encryption:Keys:0", "test:" + Convert.ToBase64String(new byte[32]))]).Build();
        _services = new ServiceCollection().AddLogging().AddMemoryCache().AddApplication()
            .AddInfrastructure(settings, _database.ConnectionString)
            .BuildServiceProvider();
        await Execute(
            "insert into tenants (id, name, mode, gateway, created_at) select id, 'tenant', 'Test', 'simulator', now() from unnest(@ids) id",
            new { ids = new[] { _tenant.Value, _other.Value } });
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_link_moves_through_the_funnel_and_is_never_counted_twice()
    {
        await Make(1);
        (await RollUp()).Should().Be(1);
        (await Row()).Should().Be((1, 0, 0, 0, 0, 0));

        await Execute("update pairing_links set opened_at = created_at, opened_device = 'Android', opened_language = 'es'");
        await RollUp();
        (await Row()).Should().Be((1, 1, 0, 0, 0, 0));

        await Execute("update pairing_links set started_at = created_at, started_method = 'Code'");
        await Execute("update pairing_links set scanned_at = created_at, failure_reason = 'stalled'");
        await RollUp();
        (await Row()).Should().Be((1, 1, 1, 1, 0, 1));
        (await Totals()).Failures.Should().Equal(new FunnelFailure("stalled", 1));

        await Execute("update pairing_links set used_at = started_at + interval '41 seconds', status = 'Used'");
        await RollUp();
        (await Row()).Should().Be((1, 1, 1, 1, 1, 0));
        (await Totals()).Should().BeEquivalentTo(new { MedianSeconds = 41, Failures = Array.Empty<FunnelFailure>() });
        foreach (var (grouping, key) in new[]
                 {
                     (FunnelGrouping.Day, "2026-01-01"), (FunnelGrouping.Device, "android"), (FunnelGrouping.Method, "code"),
                     (FunnelGrouping.Language, "es"),
                 })
        {
            (await Queries.OfTenant(_tenant, January, grouping, default)).Should().ContainSingle().Which.Key.Should().Be(key);
        }
    }

    [Fact]
    public async Task What_did_not_change_is_not_counted_again()
    {
        await Make(3);
        await RollUp();

        // Columns that the funnel does not have, and values that stay.
        await Execute("update pairing_links set opens = opens + 1, last_activity_at = now(), opened_at = opened_at, terms = terms || '{\"redirectUrl\": \"https://a.example\"}'");

        (await RollUp()).Should().Be(0);
        (await Row()).Should().Be((3, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Two_at_once_count_each_link_once()
    {
        await Make(2000);
        await Execute("update pairing_links set opened_at = created_at");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RollUp()));

        (await Row()).Should().Be((2000, 2000, 0, 0, 0, 0));
        (await Single<long>("select count(*) from pairing_funnel_changes")).Should().Be(0);
    }

    [Fact]
    public async Task What_is_rolled_back_is_counted_the_next_time()
    {
        await Make(2);
        await using (var scope = _services.CreateAsyncScope())
        await using (var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(default))
            (await work.Funnel.Count(100)).Should().Be(2);

        (await Row()).Should().Be((0, 0, 0, 0, 0, 0));
        await RollUp();
        (await Row()).Should().Be((2, 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Deleted_links_stay_counted_as_they_were()
    {
        await Make(2);
        await Execute("update pairing_links set opened_at = created_at");
        await RollUp();

        // One with a change that nobody has counted.
        await Execute("update pairing_links set failure_reason = 'stalled' where id = (select id from pairing_links limit 1)");
        await Execute("delete from pairing_links");
        await RollUp();

        (await Row()).Should().Be((2, 2, 0, 0, 0, 0));
        (await Single<long>("select count(*) from pairing_funnel_links")).Should().Be(0);
    }

    [Fact]
    public async Task A_tenant_s_sums_go_with_the_tenant_and_no_one_else_s()
    {
        await Make(2);
        await Make(1, _other);
        await Execute("update pairing_links set started_at = created_at, used_at = created_at, failure_reason = 'stalled'");
        await RollUp();

        await Execute("delete from pairing_links where tenant_id = @id; delete from tenants where id = @id", new { id = _tenant.Value });

        (await Row()).Should().Be((0, 0, 0, 0, 0, 0));
        (await Queries.Totals(January, default)).Created.Should().Be(1);
    }

    [Fact]
    public async Task Days_begin_at_midnight_in_UTC()
    {
        await Make(1, at: "2026-01-02 23:59:59.999+00");
        await Make(1, at: "2026-01-03 00:30:00+02");
        await Make(1, at: "2026-01-03 00:00:00+00");
        await RollUp();

        (await Queries.OfTenant(_tenant, January, FunnelGrouping.Day, default)).Select(row => (row.Key, row.Created))
            .Should().Equal(("2026-01-02", 2L), ("2026-01-03", 1L));
        (await Queries.OfTenant(_tenant, new(new(2026, 1, 3), new(2026, 1, 3)), FunnelGrouping.Day, default)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(30, 30, 20, 30, 40)]
    [InlineData(20, 20, 20, 30)]
    [InlineData(127, 127)]
    [InlineData(128, 129)]
    [InlineData(1000, 1007)]
    [InlineData(86016, 86399)]
    [InlineData(0, 0)]
    public async Task The_median_is_one_of_the_times_and_at_most_a_sixty_fourth_below_it(int median, params int[] seconds)
    {
        await Make(seconds.Length);
        await Execute(
            """
            update pairing_links set started_at = created_at, used_at = created_at + time.seconds * interval '1 second'
              from (select id, row_number() over (order by id) as place from pairing_links) numbered
              join unnest(@seconds) with ordinality as time (seconds, place) on time.place = numbered.place
             where numbered.id = pairing_links.id
            """,
            new { seconds });
        await RollUp();

        (await Totals()).MedianSeconds.Should().Be(median);
    }

    [Fact]
    public async Task A_link_counts_in_every_step_up_to_its_furthest()
    {
        await Make(2);
        // At Meta no phone scans. The other link of a number that connected was never started.
        await Execute(
            """
            update pairing_links set used_at = created_at, status = 'Used';
            update pairing_links set opened_at = created_at, started_at = created_at, provider = 'Meta', meta_flow = 'Embedded' where id = (select min(id::text)::uuid from pairing_links)
            """);
        await RollUp();

        (await Row()).Should().Be((2, 1, 1, 1, 1, 0));
        (await Queries.OfTenant(_tenant, January, FunnelGrouping.Method, default)).Select(row => (row.Key, row.Created))
            .Should().Equal(("meta", 1L), ("other", 1L));
    }

    [Fact]
    public async Task Operators_read_all_tenants_together_and_one_by_one()
    {
        await Make(2);
        await Make(1, _other);
        await Execute("update pairing_links set opened_at = created_at, opened_device = 'Ios'");
        await RollUp();

        (await Queries.OfAllTenants(January, FunnelGrouping.Device, 10, default)).Rows.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Key = "ios", Created = 3 });
        (await Queries.PerTenant(January, 10, default)).Rows.Select(row => (row.Key, row.Tenant, row.Opened)).Should()
            .Equal((_tenant.ToString(), _tenant, 2L), (_other.ToString(), _other, 1L));
        (await Queries.Totals(January, default)).Created.Should().Be(3);
        (await Queries.Totals(new(new(2025, 1, 1), new(2025, 1, 1)), default)).Should().BeEquivalentTo(FunnelRow.Empty(""));
        (await Queries.OfTenant(_other, January, FunnelGrouping.Day, default)).Should().ContainSingle().Which.Created.Should().Be(1);
    }

    [Fact]
    public async Task The_largest_groups_come_first_and_the_others_are_counted()
    {
        await Make(2);
        await Make(3, _other);
        await Execute("update pairing_links set started_at = created_at, used_at = created_at + interval '7 seconds' where tenant_id = @id",
            new { id = _other.Value });
        await Execute("update pairing_links set failure_reason = 'stalled' where tenant_id = @id", new { id = _tenant.Value });
        await RollUp();

        var largest = await Queries.PerTenant(January, 1, default);

        largest.Count.Should().Be(2);
        largest.Rows.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Tenant = _other, Created = 3, MedianSeconds = 7, Failures = Array.Empty<FunnelFailure>() });
        (await Queries.OfAllTenants(January, FunnelGrouping.Method, 1, default)).Should()
            .BeEquivalentTo(new { Count = 1, Rows = new[] { new { Key = "other", Created = 5, Failed = 2 } } });
        (await Queries.OfAllTenants(January, FunnelGrouping.Day, 1, default)).Rows.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new { Key = "2026-01-01", Created = 5, Connected = 3 });
    }

    [Fact]
    public async Task The_sums_of_all_tenants_are_those_of_each_whatever_moves_and_when_a_tenant_is_deleted()
    {
        await Make(20);
        await Make(20, _other, "2026-01-02 12:00:00+00");
        foreach (var step in new[]
        {
            "opened_at = created_at, opened_device = (array['Ios','Android'])[1 + length(replace(id::text, '0', '')) % 2]",
            "started_at = created_at, started_method = (array['Qr','Code'])[1 + length(replace(id::text, '1', '')) % 2]",
            "failure_reason = (array['stalled', 'number_mismatch'])[1 + length(replace(id::text, '2', '')) % 2]",
            "used_at = created_at + length(replace(id::text, '3', '')) * interval '1 second', opened_language = 'es'",
        })
        {
            await Execute($"update pairing_links set {step} where length(replace(id::text, '4', '')) % 3 <> 0");
            await RollUp();
            (await Difference()).Should().BeEmpty();
        }

        await Execute("delete from pairing_links where tenant_id = @id; delete from tenants where id = @id", new { id = _tenant.Value });

        (await Difference()).Should().BeEmpty();
        (await Queries.Totals(January, default)).Created.Should().Be(20);
        (await Single<long>(
            $"""
            select (select count(*) from pairing_funnel_of_all where key = '{_tenant.Value}')
                 + (select count(*) from pairing_funnel_failures_of_all where key = '{_tenant.Value}')
                 + (select count(*) from pairing_funnel_times_of_all where key = '{_tenant.Value}')
            """)).Should().Be(0, "nothing names a tenant that is gone");
    }

    [Fact]
    public async Task The_sums_of_an_installation_that_is_upgraded_are_added_up()
    {
        await Make(3);
        await Make(2, _other);
        await Execute("update pairing_links set started_at = created_at, used_at = created_at + interval '9 seconds' where tenant_id = @id",
            new { id = _other.Value });
        await Execute("update pairing_links set failure_reason = 'stalled' where tenant_id = @id", new { id = _tenant.Value });
        await RollUp();
        await Execute("truncate pairing_funnel_of_all, pairing_funnel_failures_of_all, pairing_funnel_times_of_all");

        await Execute(await EndOfMigration("0190_funnel_of_all_tenants.sql", "-- What is counted already."));

        (await Difference()).Should().BeEmpty();
        (await Queries.Totals(January, default)).Should().BeEquivalentTo(new { Created = 5, Connected = 2, MedianSeconds = 9 });
    }

    [Fact]
    public async Task The_links_of_an_installation_that_is_upgraded_are_counted()
    {
        await Make(2);
        await Execute("truncate pairing_funnel_changes");

        // What the migration ends with.
        await Execute(await EndOfMigration("0150_pairing_funnel.sql", "insert into pairing_funnel_changes"));

        (await RollUp()).Should().Be(2);
    }

    private IFunnelQueries Queries => _services.GetRequiredService<IFunnelQueries>();

    private async Task<int> RollUp()
    {
        await using var scope = _services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RollUpFunnel())).Value;
    }

    private static async Task<string> EndOfMigration(string name, string from)
    {
        var migration = await File.ReadAllTextAsync(
            Path.Combine(PilotPairing.Testing.RepositoryRoot.Path, "src", "Infrastructure", "Postgres", "Migrations", name));
        return migration[migration.LastIndexOf(from, StringComparison.Ordinal)..];
    }

    /// <summary>Where the sums of all tenants are not what those of the tenants add up to.</summary>
    private async Task<IReadOnlyList<string>> Difference()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            """
            with wanted as (
                select part.dimension, part.key, day, sum(created) || '|' || sum(opened) || '|' || sum(started) || '|' || sum(scanned) || '|' || sum(connected) || '|' || sum(failed) as sums
                  from pairing_funnel cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3
                union all
                select part.dimension, part.key, day, reason || sum(links)
                  from pairing_funnel_failures cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3, reason
                union all
                select part.dimension, part.key, day, seconds || 's' || sum(links)
                  from pairing_funnel_times cross join pairing_funnel_parts(tenant_id, device, method, language) part group by 1, 2, 3, seconds),
            held as (
                select dimension, key, day, created || '|' || opened || '|' || started || '|' || scanned || '|' || connected || '|' || failed as sums from pairing_funnel_of_all
                union all select dimension, key, day, reason || links from pairing_funnel_failures_of_all
                union all select dimension, key, day, seconds || 's' || links from pairing_funnel_times_of_all),
            -- A sum of nothing is a row of zeros, or none.
            none as (select '^(0\|0\|0\|0\|0\|0|.*[a-z]0)$' as pattern)
            select different::text from (
                (select * from wanted except all select * from held) union all (select * from held except all select * from wanted)) different, none
             where different.sums !~ none.pattern
            """)];
    }

    private Task Make(int links, TenantId? tenant = null, string at = "2026-01-01 12:00:00+00") => Execute(
        """
        insert into pairing_links (id, tenant_id, provider, token_hash, status, terms, created_at, expires_at)
        select gen_random_uuid(), @tenant, 'PilotStatus', sha256(gen_random_uuid()::text::bytea), 'Active', '{}', @at::timestamptz, now() + interval '1 day'
          from generate_series(1, @links)
        """,
        new { tenant = (tenant ?? _tenant).Value, links, at });

    private async Task<FunnelRow> Totals() => (await Queries.OfTenant(_tenant, January, FunnelGrouping.Day, default)).Single();

    private async Task<(long Created, long Opened, long Started, long Scanned, long Connected, long Failed)> Row()
    {
        var rows = await Queries.OfTenant(_tenant, January, FunnelGrouping.Language, default);
        return (rows.Sum(row => row.Created), rows.Sum(row => row.Opened), rows.Sum(row => row.Started), rows.Sum(row => row.Scanned),
            rows.Sum(row => row.Connected), rows.Sum(row => row.Failed));
    }

    private async Task Execute(string sql, object? parameters = null)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }

    private async Task<T> Single<T>(string sql)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }
}
