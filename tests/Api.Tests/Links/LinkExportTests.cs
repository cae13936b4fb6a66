using System.Text;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Links;

/// <summary>
/// All links as one file: which they are, in what order, and what stands in their cells; cells by themselves are tested with the CSV.
/// </summary>
public sealed class LinkExportTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Header =
        "id,status,provider,methods,numberId,number,name,externalRef,locale,createdAt,expiresAt,opens,openedAt,device,language,startedAt,scannedAt,connectedAt,abandonedAt,failureReason,metadata";

    [Fact]
    public async Task A_link_is_a_line()
    {
        var key = await NewKey();
        var link = await host.NewLink(
            new
            {
                name = "=cmd|' /C calc'!A0",
                number = "+5511999999999",
                externalRef = "@order \"1\", a",
                locale = "pt-BR",
                metadata = new { plan = "pro" }
            }, key);
        await host.Execute(
            """
            update pairing_links set created_at = '2026-01-02 03:04:05.678Z', expires_at = '2099-01-03Z', opens = 2, opened_at = '2026-01-02 04:00Z', opened_device = 'Ios',
                   opened_language = 'es', started_at = '2026-01-02 04:01Z', failure_reason = 'stalled'
             where id = @id
            """,
            new { id = Scene.Uuid(link.LinkId()) });

        var answer = await host.Get("/v1/links.csv", key);

        answer.Status.Should().Be(200);
        answer.Headers["content-type"].Should().Be("text/csv; charset=utf-8; header=present");
        answer.Headers["content-disposition"].Should().Be("attachment; filename=\"links.csv\"");
        answer.Headers["cache-control"].Should().Be("no-store");
        answer.Text.Should().Be(
            $"{Header}\r\n{link.LinkId()},active,PILOT_STATUS,qr code,{link.NumberId()},'+5511999999999,'=cmd|' /C calc'!A0,\"'@order \"\"1\"\", a\",pt-BR,"
            + "2026-01-02T03:04:05.678Z,2099-01-03T00:00:00.000Z,2,2026-01-02T04:00:00.000Z,ios,es,2026-01-02T04:01:00.000Z,,,,stalled,\"{\"\"plan\"\":\"\"pro\"\"}\"\r\n");
    }

    [Fact]
    public async Task A_link_without_a_number_has_empty_cells_and_so_has_one_whose_number_is_gone()
    {
        var key = await NewKey();
        (await host.Post("/v1/numbers/remote-pairing", new { provider = "META" }, key)).Expect(201);
        var gone = await host.NewLink(key: key);
        (await host.Call("DELETE", $"/v1/numbers/{gone.NumberId()}", key: key)).Expect(200);

        var lines = await Lines("", key);

        lines[0].Should().StartWith($"{gone.LinkId()},revoked,PILOT_STATUS,qr code,{gone.NumberId()},,,");
        lines[1].Should().Contain(",active,META,meta,,,,,");
    }

    [Fact]
    public async Task Every_link_is_in_it_once_and_newest_first_however_many_there_are()
    {
        var key = await NewKey();
        var link = await host.NewLink(key: key);
        // Several at the same moment, so that a page ends among them.
        await host.Execute(
            """
            insert into pairing_links (id, tenant_id, provider, meta_flow, token_hash, status, terms, created_at, expires_at)
            select gen_random_uuid(), tenant_id, 'Meta', 'Embedded', sha256(gen_random_uuid()::text::bytea), 'Active', terms, created_at - (i / 700) * interval '1 minute', expires_at
              from pairing_links, generate_series(1, 1999) i where id = @id
            """,
            new { id = Scene.Uuid(link.LinkId()) });

        var lines = await Lines("", key);

        lines.Should().HaveCount(2000).And.OnlyHaveUniqueItems();
        var times = lines.Select(line => line.Split(',')[9]).ToList();
        times.Should().BeInDescendingOrder(StringComparer.Ordinal);
        (await Lines("?status=used", key)).Should().BeEmpty();
    }

    [Fact]
    public async Task It_takes_the_filters_of_the_list()
    {
        var key = await NewKey();
        var (one, other) = (await host.NewLink(new { name = "Loja", number = "+5511988880001", externalRef = "a" }, key),
            await host.NewLink(key: key));
        (await host.Post($"/v1/links/{other.LinkId()}/revoke", null, key)).Expect(200);
        var third = await host.NewLink(key: key);
        await host.Expire(third);

        (await Ids("?status=active", key)).Should().Equal(one.LinkId());
        (await Ids("?status=revoked", key)).Should().Equal(other.LinkId());
        (await Ids("?status=expired", key)).Should().Equal(third.LinkId());
        (await Ids("?externalRef=a", key)).Should().Equal(one.LinkId());
        (await Ids($"?numberId={other.NumberId()}", key)).Should().Equal(other.LinkId());
        (await Ids("?numberId=nonsense", key)).Should().BeEmpty();
        (await Ids("", key)).Should().Equal(third.LinkId(), other.LinkId(), one.LinkId());
    }

    [Fact]
    public async Task Another_tenant_s_links_are_not_in_it()
    {
        var strangers = await host.NewLink();

        (await Ids($"?numberId={strangers.NumberId()}", await NewKey())).Should().BeEmpty();
    }

    [Theory]
    [InlineData("status=ACTIVE", "status")]
    [InlineData("externalRef=%00", "externalRef")]
    public async Task A_wrong_filter_is_named_and_no_file_comes(string query, string field)
    {
        var answer = await host.Call("GET", "/v1/links.csv?" + query, headers: ("Accept", "text/csv"));

        answer.ShouldNameFields(field);
        answer.Headers.Should().NotContainKey("content-disposition");
    }

    [Fact]
    public async Task It_needs_a_tenant_s_key()
    {
        (await host.Get("/v1/links.csv", "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Get("/v1/links.csv", await host.NumberKey((await host.NewLink()).NumberId())))
            .ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Fact]
    public async Task HEAD_reads_nothing()
    {
        var answer = await host.Call("HEAD", "/v1/links.csv");

        answer.Status.Should().Be(200);
        answer.Headers["content-type"].Should().StartWith("text/csv");
    }

    [Fact]
    public async Task It_is_UTF_8_without_a_mark()
    {
        var key = await NewKey();
        await host.NewLink(new { name = "Açaí 🍧", number = Scene.Phone }, key);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/links.csv") { Headers = { { "x-api-key", key } } };
        using var response = await host.Http.SendAsync(request);

        var bytes = await response.Content.ReadAsByteArrayAsync();

        Encoding.UTF8.GetString(bytes).Should().Contain(",Açaí 🍧,").And.StartWith("id,");
        bytes[0].Should().Be((byte)'i');
    }

    private async Task<string> NewKey() => (await host.NewTenant(TenantMode.Test)).Key.Raw.Value;

    private async Task<IReadOnlyList<string>> Ids(string query, string key) =>
        [.. (await Lines(query, key)).Select(line => line.Split(',')[0])];

    private async Task<IReadOnlyList<string>> Lines(string query, string key)
    {
        var answer = await host.Get("/v1/links.csv" + query, key);
        answer.Status.Should().Be(200, answer.Text);
        var lines = answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().Be(Header);
        return lines[1..];
    }
}
