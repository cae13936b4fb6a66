using System.Text;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>
/// What holds for every operation of a kind, asked of each one that the description names; a new route is in it by being described.
/// </summary>
public sealed class OfEveryRouteTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly IReadOnlyList<Operation> All = ApiDescription.Committed.Operations;

    [Fact]
    public async Task Without_a_key_a_keyed_route_is_401() =>
        await Each(All.Where(operation => operation.NeedsKey), async (operation, own) =>
            (await host.Call(operation.Method, own.PathOf(operation), Possessions.ExampleOf(operation), key: ""))
                .ShouldBeRefused(401, "UNAUTHORIZED"));

    [Fact]
    public async Task A_body_that_is_no_json_too_long_or_of_another_type_is_refused() =>
        await Each(All.Where(operation => operation.TakesJson && !IsForAnotherKindOfLink(operation)), async (operation, own) =>
        {
            (await Send("{")).ShouldBeRefused(400, "INVALID_JSON");
            (await Send("[]")).ShouldBeRefused(400, "INVALID_JSON");
            (await Send(new ByteArrayContent([.. "{\"x\":\""u8, 0xe9, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } }))
                .Json.GetProperty("details").Text("problem")
                .Should().Be("the body is not UTF-8");
            (await Send($$"""{"x":"{{new string('x', operation.Id == "post_numbers_remote-pairing_bulk" ? 1_100_000 : 70_000)}}"}"""))
                .ShouldBeRefused(413, "TOO_LARGE");
            (await Send(new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded")))
                .ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");

            Task<Answer> Send(object body) => host.Call(operation.Method, own.PathOf(operation), body, operation.NeedsKey ? own.Key : "");
        });

    [Fact]
    public async Task The_body_null_is_the_empty_body() =>
        await Each(All.Where(operation =>
            operation.Method is "POST" or "PUT" or "PATCH" && (operation.TakesJson || operation.Body is null)), async (operation, _) =>
        {
            // Each on things of its own: some routes answer another thing the second time.
            var answers = new List<(int Status, string Problem)>();
            foreach (var body in (string[])["{}", "null", "\ufeffnull "])
            {
                var own = await Possessions.Make(host);
                var answer = await host.Call(operation.Method, own.PathOf(operation), body, operation.NeedsKey ? own.Key : "",
                    own.HeadersFor(operation));
                answers.Add((answer.Status,
                    answer.Status < 400 ? ""
                        : answer.Json.TryGetProperty("details", out var details) ? $"{answer.Code} {details.GetRawText()}" : answer.Code));
            }

            answers.Should().AllBeEquivalentTo(answers[0], $"{operation}");
            answers[0].Problem.Should().NotContain("INVALID_JSON");
        });

    [Fact]
    public async Task An_unknown_id_and_another_tenants_are_the_same_404()
    {
        var strangers = await Possessions.Make(host);
        await Each(All.Where(operation => operation.Path.Contains("{id}", StringComparison.Ordinal)), async (operation, own) =>
        {
            var unknown = await host.Call(operation.Method, operation.Path.Replace("{id}", "x", StringComparison.Ordinal),
                Possessions.ExampleOf(operation), own.Key);
            unknown.Status.Should().Be(404, $"{operation} {unknown.Text}");
            (await host.Call(operation.Method, strangers.PathOf(operation), Possessions.ExampleOf(operation), own.Key))
                .ShouldBeRefused(404, unknown.Code);
        });
    }

    [Fact]
    public async Task An_unknown_token_is_a_404_or_no_session() =>
        await Each(All.Where(operation => operation.Path.Contains("{token}", StringComparison.Ordinal)), async (operation, _) =>
            (await host.Call(operation.Method, operation.Path.Replace("{token}", "rp_" + new string('x', 43), StringComparison.Ordinal),
                Possessions.ExampleOf(operation), key: "")).Code
                .Should().BeOneOf("LINK_NOT_FOUND", "INVALID_SESSION"));

    [Fact]
    public async Task An_idempotency_key_is_checked_kept_and_waited_for_on_every_keyed_POST()
    {
        var (own, key) = (await Possessions.Make(host), "");
        key = own.Key;
        var posts = All.Where(operation => operation.NeedsKey && operation.Method == "POST").ToList();
        foreach (var operation in posts)
        {
            (await Send(operation, new string('k', 256))).ShouldNameFields("Idempotency-Key");
            var first = await Send(operation, operation.Id);
            if (operation.Id == "post_api-keys_regenerate")
                key = first.Expect(201).Text("key");
            first.Headers.Should().NotContainKey("idempotent-replayed");
            (await host.Call("POST", own.PathOf(operation), new StringContent("another body"), key, ("Idempotency-Key", operation.Id)))
                .ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
        }

        // As if the first request of each were still at work.
        await host.Execute(
            "update idempotency_keys set state = 'Claimed', answer_envelope = null, status = null, claimed_until = now() + interval '1 hour' where tenant_id = @tenant", new { tenant = own.Tenant.Tenant.Id.Value });
        await Task.WhenAll(posts.Select(async operation =>
        {
            var twin = await Send(operation, operation.Id);
            twin.ShouldBeRefused(409, "IDEMPOTENCY_IN_PROGRESS");
            twin.Headers.Should().ContainKey("retry-after");
        }));

        Task<Answer> Send(Operation operation, string idempotencyKey) =>
            host.Call("POST", own.PathOf(operation), Possessions.ExampleOf(operation), key, ("Idempotency-Key", idempotencyKey));
    }

    [Fact]
    public async Task Beyond_its_limit_every_route_is_429()
    {
        var busy = new ApiHost();
        busy.Settings["RateLimits:AddressBurst"] = "1";
        busy.Settings["RateLimits:AddressPerSecond"] = "1";
        await busy.InitializeAsync();
        try
        {
            foreach (var operation in All)
            {
                var answers = new List<Answer>();
                while (answers.Count < 10 && answers.All(answer => answer.Status != 429))
                    answers.Add(await busy.Call(operation.Method, operation.Path, key: operation.NeedsKey ? null : ""));
                answers[^1].ShouldBeRefused(429, "RATE_LIMITED");
                answers[^1].Headers.Should().ContainKey("retry-after");
            }
        }
        finally
        {
            await busy.DisposeAsync();
        }
    }

    /// <summary>A link of the wrong kind is reported before faults of the body.</summary>
    private static bool IsForAnotherKindOfLink(Operation operation) => operation.Path.EndsWith("/complete", StringComparison.Ordinal);

    private async Task Each(IEnumerable<Operation> operations, Func<Operation, Possessions, Task> check)
    {
        var own = await Possessions.Make(host);
        var checkedOnes = 0;
        foreach (var operation in operations)
        {
            await check(operation, own);
            checkedOnes++;
        }

        checkedOnes.Should().BePositive();
    }
}
