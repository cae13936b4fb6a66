namespace PilotPairing.Api.Tests.RateLimiting;

/// <summary>
/// Each bucket by itself, with limits small enough to reach: which caller is refused, with which answer, and which is not.
/// </summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    public Task InitializeAsync()
    {
        _host.Settings["RateLimits:KeyBurst"] = "3";
        _host.Settings["RateLimits:KeyPerSecond"] = "1";
        _host.Settings["RateLimits:TokenBurst"] = "3";
        _host.Settings["RateLimits:TokenPerSecond"] = "1";
        _host.Settings["RateLimits:MissesPerMinute"] = "3";
        _host.Settings["RateLimits:AddressBurst"] = "40";
        _host.Settings["RateLimits:AddressPerSecond"] = "1";
        return _host.InitializeAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_key_gets_its_limit_in_headers_and_is_refused_beyond_it_while_another_is_not()
    {
        var first = await _host.Get("/v1/me");
        first.Expect(200);
        first.Headers["ratelimit-policy"].Should().Be("\"key\";q=3;w=3");
        first.Headers["ratelimit"].Should().StartWith("\"key\";r=2;");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.Get("/v1/me")));

        var refused = answers.Where(answer => answer.Status != 200).ToList();
        refused.Should().NotBeEmpty();
        refused[0].ShouldBeRefused(429, "RATE_LIMITED");
        refused[0].Json.GetProperty("error").GetString().Should().Be("Too many requests");
        int.Parse(refused[0].Headers["retry-after"], System.Globalization.CultureInfo.InvariantCulture).Should().BeGreaterThan(0);
        (await _host.Get("/v1/me", (await _host.NewTenant()).Key.Raw.Value)).Expect(200);
    }

    [Fact]
    public async Task A_caller_without_a_key_gets_401_not_429()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.Get("/v1/me", "ps_nobody")));

        answers.Should().OnlyContain(answer => answer.Status == 401);
    }

    [Fact]
    public async Task An_address_that_tries_keys_is_stopped_before_anything_is_looked_up()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(index => _host.Get("/v1/me", $"ps_nobody{index}")));

        answers.Select(answer => answer.Status).Distinct().Should().BeEquivalentTo([401, 429]);
        answers.Count(answer => answer.Status == 401).Should().BeInRange(40, 50);
        var refused = answers.First(answer => answer.Status == 429);
        refused.ShouldBeRefused(429, "RATE_LIMITED");
        refused.Headers["retry-after"].Should().NotBe("0");
        refused.Headers["ratelimit-policy"].Should().Be("\"address\";q=40;w=40");
        refused.Headers["ratelimit"].Should().Be("\"address\";r=0;t=1");
    }

    [Fact]
    public async Task A_page_on_another_origin_can_read_that_its_address_has_to_wait()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(_ => _host.Call("GET", $"/v1/remote-pairing/rp_{new string('x', 43)}", null, "", ("Origin", "https://shop.example"))));

        answers.Where(answer => answer.Status == 429 && answer.Headers["retry-after"] == "1").Should().NotBeEmpty()
            .And.OnlyContain(answer =>
                answer.Headers["access-control-allow-origin"] == "*"
                    && answer.Headers["access-control-expose-headers"].Contains("retry-after"));
    }

    [Fact]
    public async Task A_link_is_refused_beyond_its_limit_while_another_is_not()
    {
        var (busy, quiet) = ((await _host.NewLink()).GetProperty("remotePairingToken").GetString(),
            (await _host.NewLink()).GetProperty("remotePairingToken").GetString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.Get($"/v1/remote-pairing/{busy}/status", "")));

        answers.Where(answer => answer.Status != 200).Should().NotBeEmpty().And.OnlyContain(answer => answer.Code == "RATE_LIMITED");
        (await _host.Get($"/v1/remote-pairing/{quiet}/status", "")).Expect(200);
    }

    [Fact]
    public async Task Guessing_tokens_is_limited()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add((await _host.Get($"/v1/remote-pairing/rp_{new string((char)('a' + i), 43)}", "")).Status);

        statuses.Should().Equal(404, 404, 404, 429, 429);
    }

    [Fact]
    public async Task Guessing_tokens_by_completing_links_is_limited_too()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add((await _host.Post(
                $"/v1/meta-{(i % 2 == 0 ? "embedded" : "credentials")}/rp_{new string((char)('a' + i), 43)}/complete", "{}", "")).Status);

        statuses.Should().Equal(401, 401, 401, 429, 429);
    }

    [Fact]
    public async Task Each_link_of_a_bulk_request_counts_as_a_request()
    {
        var two = await Bulk(2);
        two.Expect(200);
        two.Headers["ratelimit"].Should().StartWith("\"key\";r=1;");

        var refused = await Bulk(2, "refused");
        refused.ShouldBeRefused(429, "RATE_LIMITED");
        refused.Headers["ratelimit"].Should().StartWith("\"key\";r=0;");
        int.Parse(refused.Headers["retry-after"], System.Globalization.CultureInfo.InvariantCulture).Should().BePositive();
        (await _host.Query<long>("select count(*) from pairing_links")).Should().Be(2, "nothing of a refused request is made");
    }

    [Fact]
    public async Task More_links_than_a_bucket_holds_take_a_full_one_and_one_link_takes_the_last_permit()
    {
        (await Bulk(20)).Expect(200);
        (await Bulk(1)).ShouldBeRefused(429, "RATE_LIMITED");

        var other = (await _host.NewTenant()).Key.Raw.Value;
        foreach (var _ in Enumerable.Range(0, 2))
            (await _host.Get("/v1/me", other)).Expect(200);
        (await Bulk(1, key: other)).Expect(200);
    }

    private Task<Answer> Bulk(int links, string? idempotencyKey = null, string? key = null) => _host.Call(
        "POST", "/v1/numbers/remote-pairing/bulk",
        new { links = Enumerable.Range(0, links).Select(_ => new { name = "Loja", number = Scene.Phone }) }, key,
        idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);
}
