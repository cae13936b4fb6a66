using System.Text.Json;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>An endpoint of several numbers: what it hears, who may reach it, and what becomes of it when they are removed.</summary>
public sealed class SeveralNumbersTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Url = "https://example.com/hook";

    [Fact]
    public async Task It_hears_its_numbers_and_no_other()
    {
        await using var sink = await WebhookSink.Start();
        var (first, second, other) = (await Connecting(), await Connecting(), await Connecting());
        var endpoint = await Register(sink.Url, first, second);

        foreach (var number in new[] { other, second, first })
            (await host.Simulate(number, "scan")).Expect(200);

        var heard = new[] { await sink.Next(), await sink.Next() }.Select(request => request.Json().GetProperty("data").NumberId());
        heard.Should().BeEquivalentTo(first, second);
        Numbers((await host.Get("/v1/webhooks/" + endpoint)).Expect(200)).Should().Equal(first, second);
        (await host.Post($"/v1/webhooks/{endpoint}/replay", new { since = "2026-01-01T00:00:00Z" })).Expect(202)
            .GetProperty("queued").GetInt32().Should().Be(2);
        (await host.Query<long>("select count(*) from delivery_attempts where endpoint_id = @id", new { id = WebhookRig.Row(endpoint) }))
            .Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_number_named_twice_is_one_and_all_places_may_name_the_same()
    {
        var number = await host.NewNumber();
        var endpoint = (await host.Call("POST", "/v1/webhooks",
            new { url = Url, whatsappNumberId = number, whatsappNumberIds = new[] { number, number } },
            headers: ("x-whatsapp-number-id", number))).Expect(201);

        Numbers(endpoint).Should().Equal(number);
        endpoint.Text("scope").Should().Be("number");
    }

    [Fact]
    public async Task Places_that_name_other_numbers_contradict_each_other()
    {
        var (one, two) = (await host.NewNumber(), await host.NewNumber());
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberId = one, whatsappNumberIds = new[] { one, two } }))
            .ShouldBeRefused(400, "NUMBER_MISMATCH");
        (await host.Call("POST", "/v1/webhooks", new { url = Url, whatsappNumberIds = new[] { one } },
            headers: ("x-whatsapp-number-id", two))).ShouldBeRefused(400, "NUMBER_MISMATCH");
        (await host.Post("/v1/webhooks", new { url = Url, scope = "tenant", whatsappNumberIds = new[] { one } }))
            .ShouldBeRefused(400, "NUMBER_MISMATCH");
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberIds = new[] { one, two } }, await host.NewNumberKey(one)))
            .ShouldBeRefused(400, "NUMBER_MISMATCH");
    }

    [Fact]
    public async Task Fifty_at_most_and_one_at_least_are_named()
    {
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberIds = Array.Empty<string>() }))
            .ShouldNameFields("whatsappNumberIds");
        (await host.Post("/v1/webhooks", new { url = Url, whatsappNumberIds = Enumerable.Repeat("num_x", 51) }))
            .ShouldNameFields("whatsappNumberIds");
        (await host.Post("/v1/webhooks", """{"url":"https://example.com/hook","whatsappNumberIds":[5]}"""))
            .ShouldNameFields("whatsappNumberIds");
    }

    [Fact]
    public async Task Nobody_s_number_among_them_is_not_found_and_nothing_is_stored()
    {
        var (own, key) = (await host.NewNumber(), await host.NewTenantKey());
        foreach (var other in new[] { await host.NewNumber(key), "num_x", "", null })
            (await host.Post("/v1/webhooks", new { url = Url, name = "none", whatsappNumberIds = new[] { own, other } }))
                .ShouldBeRefused(404, "NUMBER_NOT_FOUND");

        (await host.Query<long>("select count(*) from webhook_endpoints where name = 'none'")).Should().Be(0);
    }

    [Fact]
    public async Task A_number_key_does_not_reach_what_hears_other_numbers_too()
    {
        var (own, other) = (await host.NewNumber(), await host.NewNumber());
        var endpoint = await Register(Url, own, other);
        var key = await host.NewNumberKey(own);

        (await host.Get("/v1/webhooks", key)).Expect(200).GetArrayLength().Should().Be(0);
        (await host.Get($"/v1/webhooks/{endpoint}/secret", key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
        (await host.Call("PUT", $"/v1/webhooks/{endpoint}", new { active = false }, key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
        (await host.Call("DELETE", $"/v1/webhooks/{endpoint}", key: key)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
    }

    [Fact]
    public async Task A_removed_number_leaves_it_to_the_others_and_the_last_one_closes_it()
    {
        await using var sink = await WebhookSink.Start();
        var (first, second) = (await host.NewNumber(), await host.NewNumber());
        var endpoint = await Register(sink.Url, first, second);

        (await host.Call("DELETE", $"/v1/numbers/{first}")).Expect(200);
        var left = (await host.Get("/v1/webhooks/" + endpoint)).Expect(200);
        (await host.Call("DELETE", $"/v1/numbers/{second}")).Expect(200);
        var closed = (await host.Get("/v1/webhooks/" + endpoint)).Expect(200);

        Numbers(left).Should().Equal(second);
        left.GetProperty("active").GetBoolean().Should().BeTrue();
        closed.GetProperty("active").GetBoolean().Should().BeFalse();
        new[] { await sink.Next(), await sink.Next() }.Select(request => request.Json().GetProperty("data").NumberId())
            .Should().BeEquivalentTo(first, second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_erased_person_s_number_leaves_it_to_the_others(int place)
    {
        var phone = $"+551198765000{place}";
        var (erased, other) = ((await host.NewLink(new { name = "Loja", number = phone })).NumberId(), await host.NewNumber());
        var shared = await Register(Url, place == 0 ? [erased, other] : [other, erased]);
        var own = await Register(Url, erased);

        (await host.Send(new ErasePerson(PhoneNumber.Parse(phone)!.Value))).Value.Rows.Numbers.Should().Be(1);

        Numbers((await host.Get("/v1/webhooks/" + shared)).Expect(200)).Should().Equal(other);
        (await host.Get("/v1/webhooks/" + own)).ShouldBeRefused(404, "WEBHOOK_NOT_FOUND");
    }

    private async Task<string> Connecting() => (await host.StartedLink()).Link.NumberId();

    private async Task<string> Register(string url, params string[] numbers) => (await host.Post("/v1/webhooks",
        new { url, whatsappNumberIds = numbers, events = new[] { "number.connected", "number.removed" } })).Expect(201).Id();

    private static IEnumerable<string?> Numbers(JsonElement endpoint) =>
        endpoint.GetProperty("whatsappNumberIds").EnumerateArray().Select(id => id.GetString());
}
