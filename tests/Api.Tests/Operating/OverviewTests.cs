using PilotPairing.Api.Tests.Webhooks;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>What the overview and the page of the gateways say of the installation as it is.</summary>
public sealed class OverviewTests : IAsyncLifetime
{
    private readonly ApiHost _host = new ApiHost().WithPeople();
    private OpsBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _browser = await _host.Viewer();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Links_are_counted_by_their_state_of_today_and_of_thirty_days()
    {
        await _host.NewLink();
        await _host.NewLink();
        await _host.OpenNumber();
        var revoked = await _host.NewLink();
        (await _host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        await _host.Expire(await _host.NewLink());
        // One of ten days ago, and one that is out of sight: ids are by time.
        await _host.Execute(
            """
            insert into pairing_links (id, tenant_id, provider, token_hash, status, terms, created_at, expires_at)
            select old.id::uuid, tenants.id, 'PilotStatus', decode(md5(old.id), 'hex'), 'Used', '{}', now(), now()
              from tenants,
                   (select overlay(overlay(gen_random_uuid()::text placing lpad(to_hex(ms >> 16), 8, '0') from 1 for 8) placing lpad(to_hex(ms & 65535), 4, '0') from 10 for 4) as id
                      from (select (extract(epoch from now() - days * interval '1 day') * 1000)::bigint as ms from unnest(array[10, 31]) days) made) old
            """);

        var page = (await _browser.Get("/ops")).Text;

        Figures(page, "today").Should().Equal(("2", "active"), ("1", "used"), ("1", "expired"), ("1", "revoked"));
        Figures(page, "month").Should().Equal(("2", "active"), ("2", "used"), ("1", "expired"), ("1", "revoked"));
    }

    [Fact]
    public async Task Deliveries_are_drawn_by_minute_with_a_table_and_failures_by_endpoint()
    {
        var endpoint = await _host.NewEndpoint("http://127.0.0.1:9/hook", []);
        await _host.Execute(
            """
            insert into delivery_attempts (id, tenant_id, delivery_id, endpoint_id, event_id, event_type, attempt, succeeded, duration_ms, created_at)
            select time_ordered_uuid(), tenant_id, gen_random_uuid(), id, gen_random_uuid(), 'link.created', 1, number > 3, 1, now()
              from webhook_endpoints, generate_series(1, 10) number
            """);

        var page = (await _browser.Get("/ops")).Text;

        page.Should().ContainAll("7 delivered, 3 failed", "at most 10 a minute", "<summary>As a table</summary>",
            $"href=\"/ops/webhooks/{endpoint}\"", "<span>3</span>");
        page.Should().Contain("height=\"84\"").And.Contain("class=\"bad\"");
    }

    [Fact]
    public async Task Outstanding_work_shows_how_long_the_oldest_is_due()
    {
        await _host.Execute(
            """
            insert into outbox (id, kind, tenant_id, endpoint_id, event_id, run_at, attempt, lease_id, lease_until)
            select gen_random_uuid(), 'delivery', id, gen_random_uuid(), gen_random_uuid(), now() - interval '2 hours 5 minutes', 0, gen_random_uuid(), now() + interval '1 day'
              from tenants
            """);

        var page = (await _browser.Get("/ops")).Text;

        page.Should().Contain("1 due").And.Contain("the oldest for 2 h 5 min").And.Contain("0 due").And.Contain("PostgreSQL");
    }

    [Fact]
    public async Task Live_figures_are_those_of_the_page_and_end_with_the_session()
    {
        await _host.NewLink();
        await _host.Send(new Application.Statistics.RollUpFunnel());
        using var stranger = new OpsBrowser(_host.App.Urls.First());
        (await stranger.Get("/ops/live", "text/event-stream")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await _browser.Get("/ops")).Headers["content-security-policy"].Should().Contain("script-src 'self'; connect-src 'self';");

        var live = _browser.Get("/ops/live", "text/event-stream");
        using var same = new OpsBrowser(_host.App.Urls.First(), _browser.Cookies);
        (await same.Post("/ops/sign-out", "/ops")).Status.Should().Be(302);

        // By itself it would end after a minute.
        var stream = await live.WaitAsync(TimeSpan.FromSeconds(45));
        stream.Headers["content-type"].Should().StartWith("text/event-stream");
        stream.Text.Should().StartWith("event: figures\ndata: {").And.Contain("\"today-active\":\"1\"").And.Contain("\"workers\":")
            .And.Contain("\"funnel-made\":\"1\"").And.Contain("\"funnel-bar-opened\":\"0\"").And.Contain("\"funnel-median\":")
            .And.Contain("\"funnel-sentence\":\"All links: 1 made, 0 opened");
    }

    [Fact]
    public async Task The_circuit_of_a_gateway_that_cannot_be_reached_is_shown()
    {
        (await _browser.Get("/ops/gateways")).Text.Should().Contain("<span class=\"badge good\">closed</span> since <time")
            .And.NotContain("Last not reached");
        var live = await _host.NewTenant(Domain.Access.TenantMode.Live);

        await Scene.Eventually(async () =>
        {
            await _host.Connect((await _host.NewLink(key: live.Key.Raw.Value)).Token());
            return (await _browser.Get("/ops/gateways")).Text
                .Contains("<span class=\"badge bad\">open</span> since <time", StringComparison.Ordinal);
        });

        (await _browser.Get("/ops/gateways")).Text.Should().Contain("Last not reached").And.Contain("It cannot be connected to")
            .And.Contain("Gateways:main:BaseUrl");
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_and_what_it_stopped_are_shown()
    {
        var (link, _) = await _host.StartedLink();
        await _host.Execute("update pairing_attempts set failure_code = 'GATEWAY_UNAVAILABLE' where number_id = @id",
            new { id = Scene.Uuid(link.NumberId()) });

        var page = (await _browser.Get("/ops/gateways")).Text;

        page.Should().ContainAll("main", "evolution, default", "problem", "Gateways:main:BaseUrl", "GATEWAY_UNAVAILABLE", link.NumberId())
            .And.NotContain("key-of-nobody");
    }

    private static IEnumerable<(string, string)> Figures(string page, string section)
    {
        var from = page.IndexOf($"id=\"{section}\"", StringComparison.Ordinal);
        var part = page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
        return System.Text.RegularExpressions.Regex.Matches(part, "<b [^>]*>(.*?)</b><span>(.*?)</span>")
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));
    }
}
