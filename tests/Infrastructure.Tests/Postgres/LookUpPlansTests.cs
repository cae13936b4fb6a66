using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Statistics;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>
/// By which index each list filter and each look-up of a creation is answered. The statements are those that the repositories send,
/// planned for any arguments, as the server does once it keeps a plan, on tables of twenty thousand rows.
/// </summary>
public sealed partial class LookUpPlansTests(LookUpPlansTests.FilledDatabase filled) : IClassFixture<LookUpPlansTests.FilledDatabase>
{
    private static readonly string[] Filled =
    [
        "numbers", "pairing_links", "pairing_attempts", "api_keys", "events", "delivery_attempts", "message_sends", "pairing_funnel",
        "pairing_funnel_times", "pairing_funnel_failures", "pairing_funnel_of_all", "pairing_funnel_times_of_all",
        "pairing_funnel_failures_of_all", "pairing_funnel_changes", "pairing_funnel_links",
    ];
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.Parse("00000000-0000-7000-8000-000000000000"));
    private static readonly NumberId Number = new(Guid.Parse("00000000-0000-7003-8000-0000000000c8"));
    private static readonly Caller Caller = new(Tenant, TenantMode.Test, new(Tenant.Value), KeyScope.Tenant, null);
    private static readonly PageRequest Page = new(50, null);
    private static readonly FunnelPeriod Period = new(new(2026, 1, 1), new(2026, 1, 31));
    private static readonly NumberFilter Numbers = new(Caller);
    private static readonly ListOwnLinks Links = new(Caller, Page);

    public static TheoryData<string, Func<IServiceProvider, Task>, string> LookUps => new()
    {
        { "numbers", List(Numbers, Page), "numbers_by_tenant" },
        { "numbers of a later page", List(Numbers, new(50, new(Now, Number.Value))), "numbers_by_tenant" },
        { "numbers by state", List(Numbers with { State = InstanceState.Connecting }, Page), "numbers_by_state" },
        { "numbers by provider", List(Numbers with { Provider = Provider.Meta }, Page), "numbers_by_provider" },
        { "numbers by external reference", List(Numbers with { ExternalRef = "customer-200" }, Page), "numbers_by_external_ref" },
        { "the number of a number key", List(Numbers with { Caller = Caller with { Number = Number } }, Page), "numbers_pkey" },
        { "links", List(Links), "pairing_links_by_tenant" },
        { "links by external reference", List(Links with { ExternalRef = "customer-200" }), "pairing_links_by_external_ref" },
        { "links by number", List(Links with { Number = Number }), "pairing_links_by_number" },
        { "links of a number key", List(Links with { Caller = Caller with { Number = Number } }), "pairing_links_by_number" },
        { "links by status ACTIVE", List(Links with { Status = LinkStatus.Active }), "pairing_links_by_status" },
        { "numbers of the other provider", List(Numbers with { Provider = Provider.PilotStatus }, Page), "numbers_by_tenant" },
        { "links by status USED", List(Links with { Status = LinkStatus.Used }), "pairing_links_by_status" },
        { "links by status REVOKED", List(Links with { Status = LinkStatus.Revoked }), "pairing_links_by_status" },
        { "links by status EXPIRED", List(Links with { Status = LinkStatus.Expired }), "pairing_links_by_status" },
        { "links by status EXPIRED that were not marked yet", List(Links with { Status = LinkStatus.Expired }), "pairing_links_to_expire" },
        { "the attempts of a link", List(Links with { Number = Number }), "pairing_attempts_by_number" },
        { "a page of an export", Export(Links), "pairing_links_by_tenant" },
        { "a later page of an export", Export(Links with { Page = new(500, new(Now, Number.Value)) }), "pairing_links_by_tenant" },
        { "a page of an export by external reference", Export(Links with { ExternalRef = "customer-200" }),
            "pairing_links_by_external_ref" },
        { "a page of an export by status USED", Export(Links with { Status = LinkStatus.Used }), "pairing_links_by_status" },
        { "a page of an export by status EXPIRED", Export(Links with { Status = LinkStatus.Expired }), "pairing_links_to_expire" },
        { "the funnel of a tenant", services =>
            Of<IFunnelQueries>(services).OfTenant(Tenant, Period, FunnelGrouping.Day, default), "pairing_funnel_pkey" },
        { "the times of a tenant", services =>
            Of<IFunnelQueries>(services).OfTenant(Tenant, Period, FunnelGrouping.Device, default), "pairing_funnel_times_pkey" },
        { "the failures of a tenant", services =>
            Of<IFunnelQueries>(services).OfTenant(Tenant, Period, FunnelGrouping.Method, default), "pairing_funnel_failures_pkey" },
        { "the funnel of all tenants", services =>
            Of<IFunnelQueries>(services).OfAllTenants(Period, FunnelGrouping.Language, 10, default), "pairing_funnel_of_all_pkey" },
        { "the times of all tenants", services =>
            Of<IFunnelQueries>(services).PerTenant(Period, 10, default), "pairing_funnel_times_of_all_pkey" },
        { "the failures of all tenants", services =>
            Of<IFunnelQueries>(services).Totals(Period, default), "pairing_funnel_failures_of_all_pkey" },
        { "the changes that are counted next", RollUp, "pairing_funnel_changes_pkey" },
        { "the links that are counted next", RollUp, "pairing_links_pkey" },
        { "as what those links are counted", RollUp, "pairing_funnel_links_pkey" },
        { "links of a number", services => Of<ILinkQueries>(services).OfNumber(Tenant, Number, default), "pairing_links_by_number" },
        { "another number with the same phone", services =>
            Of<IInstanceQueries>(services).FindSamePhone(Tenant, PhoneNumber.Parse("5511900000200")!.Value, default), "numbers_by_phone" },
        { "keys of numbers", services => Of<IKeyTraces>(services).Of(Tenant, [Number], default), "api_keys_by_number" },
        { "the newest keys of numbers", services => Of<IKeyQueries>(services).OfNumbers(Tenant, [Number], default), "api_keys_by_number" },
        { "events", services => Of<IEventQueries>(services).List(Caller, Now, Page, default), "events_by_tenant" },
        { "events of a number key", services =>
            Of<IEventQueries>(services).List(Caller with { Number = Number }, Now, Page, default), "events_by_number" },
        { "the log of an endpoint", services =>
            Of<IDeliveryQueries>(services).Log(Caller, new(Tenant.Value), null, Page, default), "delivery_attempts_by_endpoint" },
        { "the log of an endpoint by event", services =>
            Of<IDeliveryQueries>(services).Log(Caller, new(Tenant.Value), EventNames.NumberConnected, Page, default),
            "delivery_attempts_by_event_type" },
        { "deliveries of an endpoint", services =>
            Of<IDeliveryQueries>(services).List(Caller, new(Tenant.Value), Page, default), "delivery_attempts_by_endpoint" },
    };

    [Theory]
    [MemberData(nameof(LookUps))]
    public async Task A_lookup_uses_its_index_and_scans_no_table(string what, Func<IServiceProvider, Task> lookUp, string index)
    {
        var plans = await filled.PlansOf(lookUp);

        plans.Should().Contain(index, what);
        ScannedWhole().Matches(plans).Select(scan => scan.Groups["table"].Value).Should()
            .NotIntersectWith(Filled, "{0}:\n{1}", what, plans);
    }

    private static Func<IServiceProvider, Task> List(NumberFilter filter, PageRequest page) =>
        services => Of<IInstanceQueries>(services).List(filter, page, default);

    private static Func<IServiceProvider, Task> List(ListOwnLinks request) =>
        services => Of<ILinkQueries>(services).List(request, Now, default);

    private static Func<IServiceProvider, Task> Export(ListOwnLinks request) =>
        services => Of<ILinkExports>(services).Read(request, Now, default);

    private static async Task RollUp(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(default);
        await work.Funnel.Count(500);
    }

    private static T Of<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    [GeneratedRegex(@"Seq Scan on (?<table>[a-z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ScannedWhole();

    public sealed partial class FilledDatabase : IAsyncLifetime
    {
        // Rare values among many others: Connecting, Meta, Revoked and one event.
        private const string Fill =
            """
            insert into tenants (id, name, mode, gateway, created_at)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'tenant', 'Test', 'simulator', now() from generate_series(0, 9) i;
            insert into webhook_endpoints (id, tenant_id, scope, name, url, events, active, secret_envelope, created_at, updated_at)
            select id, id, 'Tenant', 'endpoint', 'https://example.com/', '{*}', true, '', now(), now() from tenants;
            create temporary table filling as
            select i, ('00000000-0000-7000-8000-' || lpad(to_hex(case when i % 2 = 0 then 0 else i % 9 + 1 end), 12, '0'))::uuid as tenant,
                   ('00000000-0000-7003-8000-' || lpad(to_hex(i), 12, '0'))::uuid as id, now() - i * interval '1 minute' as at
              from generate_series(1, 20000) i;
            insert into numbers (id, tenant_id, number, name, provider, state, external_ref, created_at, updated_at)
            select id, tenant, '55119' || lpad(i::text, 8, '0'), 'number', case when i % 2000 = 0 then 'Meta' else 'PilotStatus' end,
                   case when i % 2000 = 2 then 'Connecting' when i % 3 = 0 then 'Removed' else 'Open' end, 'customer-' || i, at, at from filling;
            insert into pairing_links (id, tenant_id, number_id, provider, token_hash, status, terms, external_ref, created_at, expires_at)
            select id, tenant, id, 'PilotStatus', sha256(int8send(i)), case when i % 2000 = 0 then 'Revoked' when i % 10 < 6 then 'Used' when i % 10 < 9 then 'Expired' else 'Active' end,
                   '{}', 'customer-' || i, at, now() + interval '1 day' from filling;
            insert into pairing_attempts (id, tenant_id, number_id, link_id, phase, needs_start, sequence, started_at, changed_at, ended_at)
            select id, tenant, id, id, 'Connected', false, 1, at, at, at from filling;
            insert into api_keys (id, tenant_id, hash, prefix, last4, scope, number_id, created_at)
            select id, tenant, sha256(int8send(i)), 'ps_test_', '0000', 'Number', id, at from filling;
            insert into events (id, tenant_id, type, number_id, sequence, body, created_at) select id, tenant, 'number.created', id, 1, '{}', at from filling;
            insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, duration_ms, created_at)
            select id, tenant, id, tenant, id, case when i % 2000 = 0 then 'number.connected' else 'number.created' end, 1, i % 3 <> 0, 1, at from filling;
            insert into message_sends (id, tenant_id, link_id, recipient, status, created_at)
            select id, tenant, id, '5511900000000', case when i % 2000 = 0 then 'Failed' else 'Sent' end, at from filling;
            insert into pairing_funnel_links (link_id, tenant_id, day, device, method, language, opened, started, scanned, connected)
            select id, tenant, at::date, 'ios', 'qr', 'es', true, true, true, true from filling;
            insert into tenants (id, name, mode, gateway, created_at) select gen_random_uuid(), 'tenant', 'Test', 'simulator', now() from generate_series(1, 290);
            create temporary table days as
            select tenants.id as tenant, date '2026-01-31' - day as day, 'ios' as device, method, 'es' as language
              from generate_series(0, 99) day, tenants, unnest('{qr,code}'::text[]) method;
            insert into pairing_funnel (tenant_id, day, device, method, language, created, opened, started, scanned, connected, failed)
            select tenant, day, device, method, language, 1, 1, 1, 1, 1, 1 from days;
            insert into pairing_funnel_times (tenant_id, day, device, method, language, seconds, links) select tenant, day, device, method, language, 41, 1 from days;
            insert into pairing_funnel_failures (tenant_id, day, device, method, language, reason, links) select tenant, day, device, method, language, 'stalled', 1 from days;
            analyze;
            """;

        private TestDatabase _database = null!;
        private ServiceProvider _services = null!;

        public async Task InitializeAsync()
        {
            _database = await TestPostgres.CreateDatabase();
            await using var connection = await _database.Source.OpenConnectionAsync();
            await connection.ExecuteAsync(Fill);
            var settings = new ConfigurationBuilder()
                .AddInMemoryCollection([new("Encryption:Keys:0", "test:" + Convert.ToBase64String(new byte[32]))]).Build();
            _services = new ServiceCollection().AddLogging().AddMemoryCache().AddApplication()
                .AddInfrastructure(settings, _database.ConnectionString).BuildServiceProvider();
        }

        public async Task DisposeAsync()
        {
            await _services.DisposeAsync();
            await _database.DisposeAsync();
        }

        /// <summary>Of all statements of the look-up, one after the other.</summary>
        internal async Task<string> PlansOf(Func<IServiceProvider, Task> lookUp)
        {
            using var statements = new StatementsOf(new NpgsqlConnectionStringBuilder(_database.ConnectionString).Database!);
            await lookUp(_services);
            var texts = statements.Texts;
            texts.Should().NotBeEmpty();

            // Without prepared statements of Npgsql's own.
            await using var connection = new NpgsqlConnection(_database.ConnectionString);
            await connection.OpenAsync();
            await connection.ExecuteAsync("set plan_cache_mode = force_generic_plan");
            var plans = new List<string>();
            foreach (var text in texts.SelectMany(text =>
                text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            {
                var parameters = Parameter().Matches(text).Select(match => match.Value).Distinct().ToList();
                // Of an argument that may be missing the server would not know the type.
                var numbered = Parameter()
                    .Replace(text, match => "$" + (parameters.IndexOf(match.Value) + 1) + (match.Value == "@afterId" ? "::uuid" : ""));
                await connection.ExecuteAsync($"deallocate all; prepare looked_up as {numbered}");
                var arguments = parameters.Count == 0 ? "" : $"({string.Join(", ", parameters.Select(_ => "null"))})";
                plans.AddRange(await connection.QueryAsync<string>($"explain (costs off) execute looked_up{arguments}"));
            }

            return string.Join('\n', plans);
        }

        [GeneratedRegex(@"(?<!@)@[A-Za-z]+")]
        private static partial Regex Parameter();
    }
}
