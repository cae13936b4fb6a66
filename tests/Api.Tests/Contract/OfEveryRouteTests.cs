using System.Text;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>What holds for every operation of a kind, asked of each one that the description names; a new route is in it by being described.</summary>
public sealed class OfEveryRouteTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly IReadOnlyList<Operation> All = ApiDescription.Committed.Operations;

    [Fact]
    public async Task Without_a_key_a_keyed_route_is_401() =>
        await Each(All.Where(operation => operation.NeedsKey), async (operation, own) =>
            (await host.Call(operation.Method, own.PathOf(operation), Possessions.ExampleOf(operation), key: "")).ShouldBeRefused(401, "UNAUTHORIZED"));

    [Fact]
    public async Task A_body_that_is_no_json_too_long_or_of_another_type_is_refused() =>
        await Each(All.Where(operation => operation.TakesJson), async (operation, own) =>
        {
            (await Send("{")).ShouldBeRefused(400, "INVALID_JSON");
            (await Send("[]")).ShouldBeRefused(400, "INVALID_JSON");
            (await Send($$"""{"x":"{{new string('x', 70_000)}}"}""")).ShouldBeRefused(413, "TOO_LARGE");
            (await Send(new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded"))).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");

            Task<Answer> Send(object body) => host.Call(operation.Method, own.PathOf(operation), body, operation.NeedsKey ? own.Key : "");
        });

    [Fact]
    public async Task An_unknown_id_and_another_tenants_are_the_same_404()
    {
        var strangers = await Possessions.Make(host);
        await Each(All.Where(operation => operation.Path.Contains("{id}", StringComparison.Ordinal)), async (operation, own) =>
        {
            var unknown = await host.Call(operation.Method, operation.Path.Replace("{id}", "x", StringComparison.Ordinal), Possessions.ExampleOf(operation), own.Key);
            unknown.Status.Should().Be(404, $"{operation} {unknown.Text}");
            (await host.Call(operation.Method, strangers.PathOf(operation), Possessions.ExampleOf(operation), own.Key)).ShouldBeRefused(404, unknown.Code);
        });
    }

    [Fact]
    public async Task An_unknown_token_is_a_404_or_no_session() =>
        await Each(All.Where(operation => operation.Path.Contains("{token}", StringComparison.Ordinal)), async (operation, _) =>
            (await host.Call(operation.Method, operation.Path.Replace("{token}", "rp_" + new string('x', 43), StringComparison.Ordinal), Possessions.ExampleOf(operation), key: "")).Code
                .Should().BeOneOf("LINK_NOT_FOUND", "INVALID_SESSION"));

    [Fact]
    public async Task An_idempotency_key_is_checked_kept_and_waited_for_on_every_keyed_POST() =>
        await Each(All.Where(operation => operation.NeedsKey && operation.Method == "POST"), async (operation, own) =>
        {
            (await own.Send(host, operation, ("Idempotency-Key", new string('k', 256)))).ShouldNameFields("Idempotency-Key");

            var first = await own.Send(host, operation, ("Idempotency-Key", "one"));
            first.Status.Should().BeLessThan(500, $"{operation} {first.Text}");
            (await host.Call("POST", "/v1/numbers", new { operation.Id }, first.Status == 201 && operation.Id == "post_api-keys_regenerate" ? first.Json.Text("key") : own.Key, ("Idempotency-Key", "one")))
                .ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
        });

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
