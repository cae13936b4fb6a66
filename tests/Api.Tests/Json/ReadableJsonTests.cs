using System.Text;
using System.Text.Json;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Json;

/// <summary>What the API writes is JSON as people read it, byte by byte: no escapes but those that JSON needs.</summary>
public sealed class ReadableJsonTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Name = "Loja d'Água <b>&+</b> 日本";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/problem+json")]
    public async Task Errors_are_written_without_escapes(string accept)
    {
        var answer = await host.Call("POST", "/v1/numbers", new { name = "Loja", number = "1" }, null, ("Accept", accept));

        answer.Status.Should().Be(400);
        answer.Text.Should().Contain("such as +5511999999999").And.NotContain("\\u");
    }

    [Fact]
    public async Task Errors_that_quote_the_caller_are_written_without_escapes() =>
        (await host.Post("/v1/numbers/remote-pairing", """{"name":"Loja","number":"+5511999999999","metadata":{"é+<'>":1}}""")).Text
            .Should().Contain("metadata.é+<'>").And.NotContain("\\u");

    [Fact]
    public async Task Answers_their_repetition_lists_and_the_page_s_data_are_written_without_escapes()
    {
        var metadata = new Dictionary<string, string> { ["é+"] = "<'>" };
        var body = new { name = Name, number = Scene.Phone, externalRef = "a+b'c", metadata };
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        var made = await host.Call("POST", "/v1/numbers/remote-pairing", body, null, ("Idempotency-Key", key));
        var again = await host.Call("POST", "/v1/numbers/remote-pairing", body, null, ("Idempotency-Key", key));
        var link = made.Expect(201);

        again.Text.Should().Be(made.Text);
        foreach (var path in new[] { $"/v1/numbers/{link.NumberId()}", "/v1/numbers", "/v1/events?limit=2",
            $"/v1/remote-pairing/{link.Token()}" })
            (await host.Get(path)).Text.Should().Contain(Name).And.NotContain("\\u", path);
        made.Text.Should().Contain(Name).And.NotContain("\\u");
        (await host.Get($"/v1/links/{link.LinkId()}")).Text.Should().Contain("\"é+\":\"<'>\"").And.Contain("a+b'c").And.NotContain("\\u");
    }

    [Fact]
    public async Task A_page_encodes_for_HTML_what_JSON_leaves_as_it_is()
    {
        var link = await host.NewLink(new { name = Name, number = Scene.Phone, branding = new { companyName = "<b>'&+" } });

        var page = (await host.Get($"/connect/{link.Token()}?lang=en", key: "")).Text;

        page.Should().Contain("&lt;b&gt;&#x27;&amp;&#x2B;").And.NotContain("<b>'&").And.NotContain(Name);
    }

    [Fact]
    public async Task Webhooks_are_sent_as_they_were_stored_and_without_escapes()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        (await host.Post("/v1/webhooks", new { url = sink.Url, scope = "tenant", events = new[] { "number.created" } }, key)).Expect(201);
        var link = await host.NewLink(new { name = Name, number = Scene.Phone }, key);

        var delivered = Encoding.UTF8.GetString((await sink.Next()).Body);

        var stored = await host.Query<string>(
            "select body from events where number_id = @id and type = 'number.created'", new { id = Scene.Uuid(link.NumberId()) });
        delivered.Should().Be(stored).And.Contain(Name).And.NotContain("\\u");
        JsonDocument.Parse(stored).RootElement.GetProperty("data").Text("number").Should().Be("+" + Scene.Phone);
    }
}
