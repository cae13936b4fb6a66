using System.Text.Json;
using PilotPairing.Api.Tests.Messaging;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Links;

/// <summary>
/// Many links in one request: each entry as if it were alone, all of them under one Idempotency-Key; the rules of an entry are tested with
/// single links.
/// </summary>
public sealed class BulkLinksTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "/v1/numbers/remote-pairing/bulk";

    [Fact]
    public async Task Each_entry_has_its_link_in_the_order_of_the_entries()
    {
        var results = await Results(
            new
            {
                links = Enumerable.Range(0, 20)
                .Select(i => new { name = $"Loja {i}", number = $"+55119888811{i:00}", externalRef = $"bulk-{i}" })
            });

        results.Should().HaveCount(20).And.OnlyContain(result => result.GetProperty("status").GetInt32() == 201 && !result.Has("error"));
        results.Select(result => result.GetProperty("link").Text("externalRef")).Should()
            .Equal(Enumerable.Range(0, 20).Select(i => $"bulk-{i}"));
        var last = results[^1].GetProperty("link");
        (await host.Info(last.Token())).Expect(200).Text("name").Should().Be("Loja 19");
        last.GetProperty("instance").Text("state").Should().Be("CLOSE");
        (await host.Events(last.LinkId(), "link.created")).Should().ContainSingle();
        (await host.Events(last.NumberId(), "number.created")).Should().ContainSingle();
    }

    [Fact]
    public async Task An_entry_is_answered_as_a_link_of_its_own_is()
    {
        var body = new
        {
            name = "Loja",
            number = Scene.Phone,
            locale = "es",
            redirectUrl = "https://app.example.com/done",
            metadata = new { plan = "pro" }
        };
        var alone = await host.NewLink(body);

        var link = (await Results(new { links = new[] { body } })).Single().GetProperty("link");

        link.EnumerateObject().Select(member => member.Name).Should().Equal(alone.EnumerateObject().Select(member => member.Name));
        var own = (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200);
        own.Text("locale").Should().Be("es");
        own.GetProperty("metadata").Text("plan").Should().Be("pro");
    }

    [Fact]
    public async Task A_bad_entry_harms_no_other_and_has_the_error_that_it_would_have_alone()
    {
        var open = (await host.OpenNumber()).Link;
        var good = """{"name": "Loja", "number": "+5511999999999"}""";
        string[] bad =
        [
            """{"name": "", "number": "12"}""", """{"name": 5, "number": "+5511999999999", "expiresInSeconds": "soon", "metadata": []}""",
            "null", "[]", "\"text\"", "7",
            """{"name": "Loja", "number": "+5511999999999", "methods": ["meta"]}""", """{"reconnect": {"numberId": "num_unknown"}}""",
            """{"reconnect": {}}""",
            $$$"""{"reconnect": {"numberId": "{{{open.NumberId()}}}"}}""",
            """{"provider": "META", "reconnect": {"numberId": "num_unknown"}}""",
            $$$"""{"name": "Loja", "number": "+5511999999999", "x": "{{{new string('x', 70_000)}}}"}""",
        ];

        var answer = (await host.Post(Path, $$"""{"links": [{{string.Join(", ", bad.SelectMany(entry => new[] { entry, good }))}}]}"""))
            .Expect(200);

        var results = answer.GetProperty("results").EnumerateArray().ToList();
        results.Where((_, i) => i % 2 == 1).Should().OnlyContain(result => result.GetProperty("status").GetInt32() == 201);
        foreach (var (entry, result) in bad.Zip(results.Where((_, i) => i % 2 == 0)))
        {
            var alone = await host.Post("/v1/numbers/remote-pairing", entry);
            alone.Status.Should().BeGreaterThanOrEqualTo(400, entry);
            result.Has("link").Should().BeFalse();
            result.GetProperty("status").GetInt32().Should().Be(alone.Status, entry);
            Envelope(result.GetProperty("error")).Should().Be(Envelope(alone.Json), entry);
        }

        static string Envelope(JsonElement error) =>
            $"{error.Text("error")} {error.Text("code")} {(error.TryGetProperty("details", out var details) ? details.GetRawText() : "")}";
    }

    [Fact]
    public async Task Every_entry_may_be_bad_and_then_nothing_is_made()
    {
        var tenant = await host.NewTenant(TenantMode.Test);

        var results = await Results(new { links = new object[] { new { }, new { name = "x" } } }, tenant.Key.Raw.Value);

        results.Select(result => result.GetProperty("status").GetInt32()).Should().Equal(400, 400);
        (await host.Query<long>("select count(*) from numbers where tenant_id = @id", new { id = tenant.Tenant.Id.Value })).Should().Be(0);
    }

    [Fact]
    public async Task Two_hundred_links_fit_and_one_more_does_not()
    {
        object Links(int count) => new { links = Enumerable.Range(0, count).Select(_ => new { name = "Loja", number = Scene.Phone }) };

        (await Results(Links(200))).Should().HaveCount(200).And.OnlyContain(result => result.GetProperty("status").GetInt32() == 201);
        (await host.Post(Path, Links(201))).ShouldNameFields("links");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"links": null}""")]
    [InlineData("""{"links": []}""")]
    [InlineData("""{"links": {}}""")]
    [InlineData("""{"links": "x"}""")]
    public async Task A_body_without_links_is_refused(string body)
    {
        var answer = await host.Post(Path, body);

        answer.ShouldNameFields("links");
        answer.Json.GetProperty("details").GetProperty("fields").Text("links").Should().StartWith("must be an array");
    }

    [Fact]
    public async Task A_body_of_a_MiB_is_read_and_a_longer_one_is_not()
    {
        const string Start = """{"links": [{"name": "Loja", "number": "+5511999999999"}], "x": """;
        static string Body(int bytes) => $"{Start}\"{new string('x', bytes - Start.Length - 3)}\"}}";

        Body(1024 * 1024).Length.Should().Be(1024 * 1024);
        (await host.Post(Path, Body(1024 * 1024))).Expect(200);
        foreach (var key in (string?[])[null, "too-long"])
        {
            var answer = await host.Call("POST", Path, Body(1024 * 1024 + 1), headers: key is null ? [] : [("Idempotency-Key", key)]);
            answer.ShouldBeRefused(413, "TOO_LARGE");
            answer.Json.Text("error").Should().Be("The body is larger than 1 MiB");
        }
    }

    [Fact]
    public async Task Messages_are_sent_later()
    {
        var shop = await Shop.Open(host);
        var results = await Results(
            new
            {
                links = new object[] { new { name = "Loja", number = "+5511977777777", sendViaWhatsApp = true },
                new { provider = "META", sendViaWhatsApp = true }, new { name = "x", number = Scene.Phone } }
            },
            shop.Key);

        var links = results.Select(result => result.GetProperty("link")).ToList();
        links.Select(link => link.GetProperty("messageSent").GetBoolean()).Should().Equal(false, false, false);
        links[0].Text("messageErrorCode").Should().Be("PENDING");
        links[1].Text("messageErrorCode").Should().Be("NO_RECIPIENT");
        links[2].Has("messageErrorCode").Should().BeFalse();
        await Scene.Eventually(async () =>
            (await host.Get($"/v1/links/{links[0].LinkId()}", shop.Key)).Expect(200).GetProperty("delivery")[0].Text("status") == "sent");
    }

    [Fact]
    public async Task Without_a_template_the_message_of_an_entry_fails_at_once()
    {
        var key = (await host.NewTenant(TenantMode.Test)).Key.Raw.Value;

        (await Results(new { links = new[] { new { name = "Loja", number = Scene.Phone, sendViaWhatsApp = true } } }, key)).Single()
            .GetProperty("link").Text("messageErrorCode").Should().Be("TEMPLATE_NOT_FOUND");
    }

    [Fact]
    public async Task A_replay_gives_the_same_answer_and_makes_nothing()
    {
        var tenant = await host.NewTenant(TenantMode.Test);
        var body = new { links = new object[] { new { name = "Loja", number = Scene.Phone }, new { } } };
        Task<Answer> Send() => host.Call("POST", Path, body, tenant.Key.Raw.Value, ("Idempotency-Key", "bulk-1"));

        var (first, again) = (await Send(), await Send());

        again.Headers["idempotent-replayed"].Should().Be("true");
        again.Expect(200).GetRawText().Should().Be(first.Expect(200).GetRawText());
        (await host.Query<long>("select count(*) from pairing_links where tenant_id = @id", new { id = tenant.Tenant.Id.Value })).Should()
            .Be(1);
    }

    [Fact]
    public async Task A_number_key_follows_the_last_of_its_links()
    {
        var key = await host.NumberKey((await host.NewLink()).NumberId());

        var results = await Results(
            new { links = new[] { new { name = "A", number = "+5511977770002" }, new { name = "B", number = "+5511977770003" } } }, key);

        results.Should().OnlyContain(result => result.GetProperty("link").Text("linkedApiKeyId") != "");
        (await host.Get("/v1/me", key)).Expect(200).Text("whatsappNumberId").Should().Be(results[1].GetProperty("link").NumberId());
        (await host.Post($"/v1/links/{results[1].GetProperty("link").LinkId()}/revoke", null, host.Tenant.Key.Raw.Value)).Expect(200);
        (await host.Get("/v1/me", key)).Expect(200).Text("whatsappNumberId").Should().Be(results[0].GetProperty("link").NumberId());
    }

    [Fact]
    public async Task A_number_key_that_may_make_no_numbers_is_told_so_at_each_entry()
    {
        var tenant = await host.NewTenant(TenantMode.Test);
        var number = (await host.NewLink(key: tenant.Key.Raw.Value)).NumberId();
        var key = (await host.Post("/v1/api-keys", new { whatsappNumberId = number }, tenant.Key.Raw.Value)).Expect(201).Text("key");
        (await host.Call("PATCH", "/v1/settings", new { numberKeysMayCreate = false }, tenant.Key.Raw.Value)).Expect(200);

        var results = await Results(
            new { links = new object[] { new { name = "A", number = Scene.Phone }, new { reconnect = new { numberId = number } } } }, key);

        results.Select(result => result.GetProperty("status").GetInt32()).Should().Equal(403, 201);
        results[0].GetProperty("error").Text("code").Should().Be("NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Fact]
    public async Task Another_tenant_s_number_is_not_found_and_its_links_are_not_reached()
    {
        var strangers = (await host.NewLink(key: (await host.NewTenant(TenantMode.Test)).Key.Raw.Value)).NumberId();

        (await Results(new { links = new[] { new { reconnect = new { numberId = strangers } } } })).Single().GetProperty("error")
            .Text("code").Should().Be("NUMBER_NOT_FOUND");
    }

    private async Task<IReadOnlyList<JsonElement>> Results(object body, string? key = null) =>
        [.. (await host.Post(Path, body, key)).Expect(200).GetProperty("results").EnumerateArray()];
}
