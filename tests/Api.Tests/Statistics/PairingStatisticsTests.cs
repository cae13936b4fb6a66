using System.Text.Json;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Statistics;

/// <summary>
/// The funnel as its tenant reads it, of links that were made and opened through the API; how it is summed up is tested on the database.
/// </summary>
public sealed class PairingStatisticsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private string _key = "";

    [Fact]
    public async Task A_pairing_is_in_every_step_and_has_its_time()
    {
        await BeNewTenant();
        await host.NewLink(key: _key);
        var started = await host.NewLink(new { name = "Loja", number = "+5511988880001", locale = "es" }, _key);
        (await host.Call(
            "POST", $"/v1/remote-pairing/{started.Token()}/report", new { kind = "opened", value = "en" }, "",
            ("User-Agent", "Mozilla/5.0 (Linux; Android 14)")))
            .Status.Should().Be(204);
        (await host.Connect(started.Token(), new { method = "code" })).Expect(200);
        var connected = await host.NewLink(new { name = "Loja", number = "+5511988880002" }, _key);
        (await host.Connect(connected.Token())).Expect(200);
        (await host.Simulate(connected.NumberId(), "scan", key: _key)).Expect(200).Text("state").Should().Be("OPEN");

        var day = (await Read("")).GetProperty("rows").EnumerateArray().Last();
        Counts(day).Should().Equal(3, 2, 2, 1, 1, 0);
        day.GetProperty("medianSecondsToPair").GetInt32().Should().BeInRange(0, 60);
        day.GetProperty("failureReasons").GetArrayLength().Should().Be(0);

        Keys(await Read("groupBy=method")).Should().Equal("code", "other", "qr");
        Keys(await Read("groupBy=language")).Should().Equal("en", "other");
        Keys(await Read("groupBy=device")).Should().Equal("android", "other");
    }

    [Fact]
    public async Task Reasons_of_failure_are_named_and_a_link_that_connects_later_has_not_failed()
    {
        await BeNewTenant();
        var (first, second) = (await Stalled("+5511988880003"), await Stalled("+5511988880004"));

        var failed = (await Read("groupBy=method")).GetProperty("rows").EnumerateArray().Single();
        Counts(failed).Should().Equal(2, 2, 2, 0, 0, 2);
        failed.GetProperty("failureReasons").GetRawText().Should().Be("""[{"reason":"stalled","links":2}]""");
        failed.GetProperty("medianSecondsToPair").ValueKind.Should().Be(JsonValueKind.Null);

        (await host.Connect(first.Token())).Expect(200);
        (await host.Simulate(first.NumberId(), "scan", key: _key)).Expect(200);

        Counts((await Read("groupBy=method")).GetProperty("rows").EnumerateArray().Single()).Should().Equal(2, 2, 2, 1, 1, 1);
        second.LinkId().Should().NotBe(first.LinkId());
    }

    [Fact]
    public async Task The_period_is_thirty_days_with_a_row_each_and_both_ends_are_in_it()
    {
        await BeNewTenant();
        await host.NewLink(key: _key);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        var usual = await Read("");
        usual.Text("from").Should().Be(Written(today.AddDays(-29)));
        usual.Text("to").Should().Be(Written(today));
        usual.Text("groupBy").Should().Be("day");
        usual.GetProperty("rows").GetArrayLength().Should().Be(30);
        var one = await Read($"from={Written(today)}&to={Written(today)}&groupBy=day");
        Counts(one.GetProperty("rows").EnumerateArray().Single()).Should().StartWith([1]);
        Keys(await Read($"from={Written(today.AddDays(-3))}&to={Written(today.AddDays(-1))}")).Should().HaveCount(3);
        (await Read($"from={Written(today.AddDays(-3))}&to={Written(today.AddDays(-1))}&groupBy=device")).GetProperty("rows")
            .GetArrayLength().Should().Be(0);
        (await Read($"from={Written(today.AddDays(-399))}")).GetProperty("rows").GetArrayLength().Should().Be(400);
    }

    [Fact]
    public async Task Another_tenant_s_links_are_not_in_it()
    {
        await host.NewLink();
        await BeNewTenant();

        (await Read("groupBy=device")).GetProperty("rows").GetArrayLength().Should().Be(0);
        (await Read("")).GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("created").GetInt64()).Should().Be(0);
    }

    [Theory]
    [InlineData("from=yesterday", "from", "must be a day such as 2026-11-30")]
    [InlineData("from=2026-02-30", "from", "must be a day such as 2026-11-30")]
    [InlineData("from=2026-01-01T00:00:00Z", "from", "must be a day such as 2026-11-30")]
    [InlineData("from=2026-01-01&from=2026-01-02", "from", "must be a day such as 2026-11-30")]
    [InlineData("to=1&groupBy=week", "groupBy,to", "must be one of day, device, language, method")]
    [InlineData("groupBy=Day", "groupBy", "must be one of day, device, language, method")]
    [InlineData("groupBy=tenant", "groupBy", "must be one of day, device, language, method")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from", "must not be after to, which is today in UTC unless given")]
    [InlineData("from=9999-01-01", "from", "must not be after to, which is today in UTC unless given")]
    [InlineData("from=2024-01-01&to=2025-02-04", "to", "must be less than 400 days after from")]
    [InlineData("from=0001-01-01", "to", "must be less than 400 days after from")]
    public async Task What_is_wrong_with_the_question_is_named(string query, string fields, string problem)
    {
        foreach (var accept in (string[])["application/json", "text/csv"])
        {
            var answer = await host.Call("GET", "/v1/stats/pairing?" + query, headers: ("Accept", accept));

            answer.ShouldNameFields(fields.Split(','));
            answer.Json.GetProperty("details").GetProperty("fields").Text(fields.Split(',')[0]).Should().Be(problem);
        }
    }

    [Fact]
    public async Task It_needs_a_tenant_s_key()
    {
        (await host.Get("/v1/stats/pairing", "")).ShouldBeRefused(401, "UNAUTHORIZED");
        var number = await host.NumberKey((await host.NewLink()).NumberId());
        (await host.Get("/v1/stats/pairing", number)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("text/csv", true)]
    [InlineData("text/csv, */*;q=0.1", true)]
    [InlineData("TEXT/CSV;q=0.5, application/json;q=0.4", true)]
    [InlineData("text/csv;q=0.5, application/json", false)]
    [InlineData("text/csv;q=0", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("garbage;;;", false)]
    [InlineData(null, false)]
    public async Task CSV_comes_to_clients_that_ask_for_it(string? accept, bool isCsv)
    {
        var answer = await host.Call("GET", "/v1/stats/pairing", headers: accept is null ? [] : [("Accept", accept)]);

        answer.Status.Should().Be(200);
        answer.Headers["vary"].Should().Be("Accept");
        answer.Headers["content-type"].Should().StartWith(isCsv ? "text/csv; charset=utf-8" : "application/json");
    }

    [Fact]
    public async Task The_rows_as_CSV_are_those_of_the_JSON()
    {
        await BeNewTenant();
        await Stalled("+5511988880005");
        await RollUp();

        var answer = await host.Call("GET", "/v1/stats/pairing?groupBy=method", null, _key, ("Accept", "text/csv"));

        answer.Headers["content-disposition"].Should().Be("attachment; filename=\"pairing.csv\"");
        answer.Text.Should().Be(
            "key,created,opened,started,scanned,connected,failed,medianSecondsToPair,failureReasons\r\nqr,1,1,1,0,0,1,,stalled=1\r\n");
    }

    [Fact]
    public async Task Texts_of_strangers_are_never_formulas_in_the_CSV()
    {
        await BeNewTenant();
        var link = await Stalled("+5511988880006");
        await host.Execute(
            "update pairing_links set failure_reason = '=cmd|'' /C calc''!A0', opened_language = '=1+1,\"2\"' where id = @id",
            new { id = Scene.Uuid(link.LinkId()) });
        await RollUp();

        var answer = await host.Call("GET", "/v1/stats/pairing?groupBy=language", null, _key, ("Accept", "text/csv"));

        answer.Text.Split("\r\n")[1].Should().Be("\"'=1+1,\"\"2\"\"\",1,1,1,0,0,1,,'=cmd|' /C calc'!A0=1");
    }

    /// <summary>A link whose phone was shown a code, and whose attempt failed.</summary>
    private async Task<JsonElement> Stalled(string number)
    {
        var link = await host.NewLink(new { name = "Loja", number }, _key);
        (await host.Connect(link.Token())).Expect(200);
        await host.Stall(link, _key);
        return link;
    }

    private async Task BeNewTenant() => _key = (await host.NewTenant(TenantMode.Test)).Key.Raw.Value;

    private async Task RollUp() => await host.Send(new RollUpFunnel());

    private async Task<JsonElement> Read(string query)
    {
        await RollUp();
        return (await host.Get("/v1/stats/pairing?" + query, _key)).Expect(200);
    }

    private static IEnumerable<string> Keys(JsonElement statistics) =>
        statistics.GetProperty("rows").EnumerateArray().Select(row => row.Text("key"));

    private static IEnumerable<long> Counts(JsonElement row) =>
        ((string[])["created", "opened", "started", "scanned", "connected", "failed"]).Select(step => row.GetProperty(step).GetInt64());

    private static string Written(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
