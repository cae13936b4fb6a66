using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using PilotPairing.Api.Tests.Branding;
using PilotPairing.Api.Tests.Hosting;
using PilotPairing.Application.Access;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// A tenant is deleted with all its data after a waiting time: what keeps it until then, and what is left of it afterwards.
/// </summary>
public sealed class DeleteTenantTests : IAsyncLifetime
{
    private const string Name = "Padaria Inequívoca 7731";
    private const string Phone = "5511987654321";
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private OpsBrowser _browser = null!;
    private TenantCreated _tenant = null!;

    private string Page => $"/ops/tenants/{_tenant.Tenant.Id}";

    private string Key => _tenant.Key.Raw.Value;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _browser = await _host.Operator();
        _tenant = (await _host.Send(new CreateTenant(Name, TenantMode.Test, null))).Value;
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Until_its_time_it_is_as_suspended_shows_its_date_and_can_be_kept()
    {
        await _host.NewLink(key: Key);
        (await _host.Get("/v1/me", Key)).Expect(200);

        (await Schedule()).Headers["location"].Should().Be(Page + "?done=to-be-deleted");

        (await _host.Get("/v1/me", Key)).ShouldBeRefused(401, "UNAUTHORIZED");
        var page = (await _browser.Get(Page)).Text;
        page.Should().Contain(Name).And.Contain("to be deleted").And.Contain("Keep this tenant")
            .And.NotContain("handler=Delete");
        Regex.Match(page, "<dt>Deletion</dt><dd><time datetime=\"([^\"]+)\"").Groups[1].Value.Should().Be(
            (await _host.Query<DateTime>("select delete_at from tenants where id = @id", new { id = _tenant.Tenant.Id.Value }))
                .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
        (await _browser.Get("/ops/tenants")).Text.Should().Contain("to be deleted");
        await DeleteDue();
        (await _host.Query<long>("select count(*) from numbers where tenant_id = @id and state <> 'Removed'",
            new { id = _tenant.Tenant.Id.Value })).Should().Be(1, "its time has not come");

        (await _browser.Post(Page + "?handler=Keep", Page)).Headers["location"].Should().Be(Page + "?done=kept");

        (await _host.Get("/v1/me", Key)).Expect(200);
        (await _host.AuditOf(_tenant.Tenant.Id.ToString())).Should()
            .Equal("ops Operator TenantDeletionScheduled", "ops Operator TenantKept");
    }

    [Fact]
    public async Task It_waits_for_seven_days_and_a_second_mark_does_not_begin_them_anew()
    {
        await Schedule();
        await _host.Execute("update tenants set delete_at = delete_at - interval '1 day' where delete_at is not null");
        await Schedule();

        (await _host.Query<double>(
            "select extract(epoch from delete_at - now()) / 86400 from tenants where delete_at is not null")).Should()
            .BeApproximately(6, 0.01);
    }

    [Theory]
    [InlineData("")]
    [InlineData("padaria")]
    public async Task Without_its_name_nothing_is_marked(string name)
    {
        var refused = await _browser.Post(Page + "?handler=Delete", Page, ("name", name));

        refused.Status.Should().Be(400);
        refused.Text.Should().Contain("<code>name</code> must be the name of the tenant");
        (await _host.Query<long>("select count(*) from tenants where delete_at is not null")).Should().Be(0);
        (await _host.AuditOf(_tenant.Tenant.Id.ToString())).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_of_it_is_left_but_the_audit_log_and_nothing_of_others_is_missing()
    {
        await _host.OpenNumber();
        await Fill();
        var tables = await TablesWithTenants();
        tables.Should().NotBeEmpty();
        var others = await Count(_host.Tenant.Tenant.Id);
        (await Traces()).Should().NotBeEmpty();
        await Schedule();
        await _host.Execute("update tenants set delete_at = now() where delete_at is not null");

        await Scene.Eventually(async () =>
        {
            await DeleteDue();
            return await _host.Query<long>("select count(*) from tenants where id = @id", new { id = _tenant.Tenant.Id.Value }) == 0;
        });

        (await Traces()).Should().BeEmpty();
        (await Count(_tenant.Tenant.Id)).Should().OnlyContain(table => table.Value == 0);
        (await Count(_host.Tenant.Tenant.Id)).Should().Equal(others);
        (await _host.Audit()).Should().Equal(
            "ops operator SignedIn", "ops operator TenantDeletionScheduled", "(server) - TenantDeleted");
        (await _browser.Get(Page)).Status.Should().Be(404);
        (await _host.Get("/v1/me", Key)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task An_interrupted_deletion_goes_on_where_it_stopped_and_cannot_be_taken_back()
    {
        await Fill();
        await Schedule();
        await _host.Execute(
            """
            update tenants set delete_at = now() where delete_at is not null;
            create function no_more() returns trigger language plpgsql as $$ begin raise exception 'the power is cut'; end $$;
            create trigger no_more before delete on events for each statement execute function no_more();
            """);

        await Scene.Eventually(async () =>
        {
            try
            {
                await DeleteDue();
                return false;
            }
            catch (PostgresException exception) when (exception.MessageText == "the power is cut")
            {
                return true;
            }
        });
        var half = await Count(_tenant.Tenant.Id);
        (half["webhook_endpoints"], half["api_keys"]).Should().Be((0, 0));
        half["events"].Should().BePositive();
        (await _browser.Get(Page)).Text.Should().Contain("being deleted").And.NotContain("handler=Keep");
        (await _browser.Post(Page + "?handler=Keep", "/ops/tenants")).Text.Should().Contain("TENANT_BEING_DELETED");
        (await Audited()).Should().Be(0);

        await _host.Execute("drop trigger no_more on events");
        await DeleteDue();
        await DeleteDue();

        (await Count(_tenant.Tenant.Id)).Should().OnlyContain(table => table.Value == 0);
        (await Audited()).Should().Be(1);
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_waited_for_a_day()
    {
        (await _host.Post("/v1/numbers", new { name = "Loja", number = "+" + Phone }, Key)).Expect(201);
        await _host.TurnLive(_tenant);
        await Schedule();
        await _host.Execute("update tenants set delete_at = now() where delete_at is not null");

        await DeleteDue();
        await DeleteDue();
        (await Count(_tenant.Tenant.Id))["numbers"].Should().Be(1, "its session has not ended at its gateway");

        await _host.Execute("update tenants set deleting_since = now() - interval '25 hours' where delete_at is not null");
        await DeleteDue();

        (await Count(_tenant.Tenant.Id)).Should().OnlyContain(table => table.Value == 0);
        (await _host.Audit()).Should().EndWith("(server) - TenantDeleted 1 sessions were not ended at their gateways");
    }

    [Fact]
    public async Task The_command_line_marks_and_keeps_and_is_recorded()
    {
        var id = _tenant.Tenant.Id.ToString();

        (await Served.Output(_host.Database.ConnectionString, "tenant", "delete", id)).Should()
            .Contain(Name).And.Contain("Until then pilotpairing tenant keep takes it back");
        (await _host.Query<long>("select count(*) from tenants where delete_at is not null")).Should().Be(1);
        (await Served.Output(_host.Database.ConnectionString, "tenant", "keep", id)).Should().Contain("is kept");
        (await _host.Query<long>("select count(*) from tenants where delete_at is not null")).Should().Be(0);
        var (code, output) = await Served.Run(_host.Database.ConnectionString, [], "tenant", "delete", "ten_unknown");

        (code, output).Should().Be((1, "NOT_FOUND: Tenant not found\n"));
        (await _host.AuditOf(id)).Should()
            .Equal("(command line) Operator TenantDeletionScheduled", "(command line) Operator TenantKept");
    }

    private Task<Answer> Schedule() => _browser.Post(Page + "?handler=Delete", Page, ("name", Name));

    private Task<Domain.Result<Domain.Done>> DeleteDue() => _host.Send(new DeleteDueTenants());

    private Task<long> Audited() => _host.Query<long>("select count(*) from audit_log where action = 'TenantDeleted'");

    /// <summary>Rows in every table that can have some of a tenant.</summary>
    private async Task Fill()
    {
        await using var sink = await WebhookSink.Start();
        (await _host.Post("/v1/webhooks", new { url = sink.Url, scope = "tenant", events = new[] { "*" } }, Key)).Expect(201);
        var link = (await _host.Call("POST", "/v1/numbers/remote-pairing", new { name = "Loja", number = "+" + Phone }, Key,
            ("idempotency-key", "once"))).Expect(201);
        await sink.Next();
        (await _host.Connect(link.Token())).Expect(200);
        (await _host.Simulate(link.NumberId(), "scan", key: Key)).Expect(200);
        (await _host.Call("POST", "/api/branding/logo", Images.Form(Images.Png), Key)).Expect(201);
        (await _host.Call("PUT", "/v1/branding", new { companyName = Name }, Key)).Status.Should().BeOneOf(200, 204);
        (await _host.Post("/v1/templates",
            new { name = "hello", category = "UTILITY", language = "en", body = "{{link}}", sender = new { numberId = link.NumberId() } },
            Key)).Expect(201);
        var id = _tenant.Tenant.Id.Value;
        await _host.Execute(
            """
            insert into message_sends (id, tenant_id, link_id, recipient, status, created_at) values (gen_random_uuid(), @id, @link, @Phone, 'Sent', now());
            insert into foreign_logos (tenant_id, url, url_hash, created_at) values (@id, 'https://example.com/7731', '\x00', now());
            insert into meta_completions (link_id, tenant_id, mark) values (@link, @id, '\x00');
            insert into api_key_moves (link_id, key_id, tenant_id, from_number, moved_at) select @link, id, @id, @number, now() from api_keys where tenant_id = @id;
            insert into meta_credentials (number_id, tenant_id, phone_number_id, waba_id, token_envelope, on_business_app, asked_at) values (@number, @id, @Phone, '1', '\x00', false, now());
            insert into baileys_sessions (number_id, tenant_id, gateway, phone, method, status, changed_at) values (@number, @id, 'main', @Phone, 'Qr', 'Lost', now());
            insert into baileys_keys (id, number_id, tenant_id, value_envelope) values (gen_random_uuid(), @number, @id, '\x00');
            insert into baileys_sends (id, number_id, tenant_id, message_envelope, created_at) values (gen_random_uuid(), @number, @id, '\x00', now());
            insert into pairing_starts (phone, method, attempt_id, started_at) select @Phone, 'Qr', id, now() from pairing_attempts where number_id = @number;
            """,
            new { id, link = Scene.Uuid(link.LinkId()), number = Scene.Uuid(link.NumberId()), Phone });
        await _host.Send(new Application.Statistics.RollUpFunnel());
        (await Count(_tenant.Tenant.Id)).Where(table => table.Value == 0).Select(table => table.Key).Should()
            .BeSubsetOf(["outbox", "pairing_funnel_failures", "pairing_funnel_times"], "the test is to know every table");
    }

    private async Task<IReadOnlyList<string>> TablesWithTenants()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id' order by 1")];
    }

    private async Task<IReadOnlyDictionary<string, long>> Count(TenantId tenant)
    {
        var counts = new Dictionary<string, long>();
        foreach (var table in await TablesWithTenants())
            counts[table] = await _host.Query<long>($"select count(*) from {table} where tenant_id = @id", new { id = tenant.Value });
        return counts;
    }

    /// <summary>Lines of a dump of the whole database, the audit log aside, that name the tenant, its phone or its things.</summary>
    private async Task<IReadOnlyList<string>> Traces()
    {
        var dump = await PostgresPrograms.Run("pg_dump", _host.Database.ConnectionString, "--exclude-table-data=audit_log", "--inserts");
        string[] traces = [_tenant.Tenant.Id.ToString(), _tenant.Tenant.Id.Value.ToString(), Name, "example.com/7731", Phone];
        return [.. dump.Split('\n').Where(line => traces.Any(trace => line.Contains(trace, StringComparison.OrdinalIgnoreCase)))];
    }
}
