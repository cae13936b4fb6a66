using System.Text.Json;
using PilotPairing.Api.Tests.Middleware;

namespace PilotPairing.Api.Tests.Access;

/// <summary>
/// The same POST under one <c>Idempotency-Key</c>: its work is done once and its answer is repeated, to its own caller only.
/// </summary>
public sealed class IdempotencyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly object Body = new { name = "Loja", number = "+5511988887777" };

    [Fact]
    public async Task The_same_request_again_is_answered_with_the_same_link_and_makes_no_second_number()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;

        var first = await Post(tenant, "a", Body);
        var again = await Post(tenant, "a", Body);

        again.Expect(201).GetRawText().Should().Be(first.Expect(201).GetRawText());
        first.Headers.Should().NotContainKey("idempotent-replayed");
        again.Headers["idempotent-replayed"].Should().Be("true");
        again.Headers["cache-control"].Should().Be("no-store");
        again.Headers["location"].Should().Be(first.Headers["location"]);
        (await host.Get("/v1/numbers", tenant)).Expect(200).GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Another_body_or_route_under_the_key_is_refused_and_does_nothing()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;
        (await Post(tenant, "b", Body)).Expect(201);

        (await Post(tenant, "b", new { name = "Other", number = "+5511988887777" })).ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
        (await host.Call("POST", "/v1/webhooks", Body, tenant, ("Idempotency-Key", "b"))).ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
        (await host.Get("/v1/numbers", tenant)).Expect(200).GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Simultaneous_repeats_make_one_number_and_get_one_answer()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Post(tenant, "c", Body)));

        answers.Select(answer => answer.Expect(201).GetProperty("linkId").GetString()).Distinct().Should().ContainSingle();
        answers.Count(answer => !answer.Headers.ContainsKey("idempotent-replayed")).Should().Be(1);
        (await host.Get("/v1/numbers", tenant)).Expect(200).GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_is_remembered_too_and_the_keys_of_two_tenants_have_nothing_to_do_with_each_other()
    {
        var (one, two) = ((await host.NewTenant()).Key.Raw.Value, (await host.NewTenant()).Key.Raw.Value);

        (await Post(one, "d", new { name = "" })).ShouldNameFields("name", "number");
        (await Post(one, "d", new { name = "" })).Headers["idempotent-replayed"].Should().Be("true");
        (await Post(two, "d", Body)).Expect(201);
    }

    /// <summary>The first request moves the key to the number that it makes: it is the same asker all the same.</summary>
    [Theory]
    [InlineData("/v1/numbers/remote-pairing")]
    [InlineData("/v1/numbers")]
    public async Task A_number_key_that_followed_its_new_number_is_answered_again(string path)
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;
        var key = (await host.NewKeyedNumber(tenant)).Key;

        var first = await host.Call("POST", path, Body, key, ("Idempotency-Key", "f"));
        var again = await host.Call("POST", path, Body, key, ("Idempotency-Key", "f"));

        again.Expect(201).GetRawText().Should().Be(first.Expect(201).GetRawText());
        again.Headers["idempotent-replayed"].Should().Be("true");
        (await host.Get("/v1/numbers", tenant)).Expect(200).GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task Another_number_key_or_the_tenant_s_learns_nothing_of_the_answer()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;
        var (one, two) = ((await host.NewKeyedNumber(tenant)).Key, (await host.NewKeyedNumber(tenant)).Key);
        (await Post(one, "g", Body)).Expect(201);

        (await Post(two, "g", Body)).ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
        (await Post(tenant, "g", Body)).ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task An_unfit_key_is_named()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;

        (await Post(tenant, new string('x', 256), Body)).ShouldNameFields("Idempotency-Key");
    }

    /// <summary>
    /// One limit for what announces its length and for what does not: nothing waits for the rest, which never comes here.
    /// </summary>
    [Theory]
    [InlineData("/v1/numbers/remote-pairing", 64 * 1024)]
    [InlineData("/v1/branding/logo", 2 * 1024 * 1024 + 64 * 1024)]
    public async Task No_more_of_a_body_is_read_than_its_route_takes(string route, int most)
    {
        var head = $"POST {route} HTTP/1.1\nContent-Type: application/json\nIdempotency-Key: large\nx-api-key: {host.Tenant.Key.Raw.Value}\n";

        (await host.Raw(head + $"Content-Length: {most + 1}")).ShouldBeRefused(413, "TOO_LARGE");
        (await host.Raw(head + "Transfer-Encoding: chunked", $"{most + 1:X}\r\n{new string(' ', most + 1)}\r\n"))
            .ShouldBeRefused(413, "TOO_LARGE");
    }

    [Fact]
    public async Task What_is_kept_of_an_answer_shows_nothing_of_it()
    {
        var tenant = (await host.NewTenant()).Key.Raw.Value;
        var token = (await Post(tenant, "e", Body)).Expect(201).GetProperty("remotePairingToken").GetString()!;

        await using var stored =
            host.Database.Source.CreateCommand("select string_agg(encode(answer_envelope, 'escape'), ' ') from idempotency_keys");
        ((string)(await stored.ExecuteScalarAsync())!).Should().NotContain(token).And.NotContain("Loja");
    }

    private Task<Answer> Post(string key, string idempotencyKey, object body) =>
        host.Call("POST", "/v1/numbers/remote-pairing", JsonSerializer.Serialize(body), key, ("Idempotency-Key", idempotencyKey));
}
