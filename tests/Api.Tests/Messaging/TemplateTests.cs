using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Messaging;

/// <summary>Making, listing and removing templates; sending with them is tested by its neighbours.</summary>
public sealed class TemplateTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "/v1/templates";

    [Fact]
    public async Task A_template_is_answered_as_it_stands_and_listed()
    {
        var number = (await host.NewLink()).NumberId();
        var made = (await host.Post(Path, Body(number, name: "welcome"))).Expect(201);

        made.Text("id").Should().MatchRegex("^tpl_[0-9a-z]{26}$");
        made.Text("name").Should().Be("welcome");
        made.Text("category").Should().Be("UTILITY");
        made.Text("language").Should().Be("pt-BR");
        made.Text("body").Should().Be("Conecte: {{link}}");
        made.GetProperty("sender").Text("numberId").Should().Be(number);
        made.GetProperty("sender").Has("meta").Should().BeFalse();
        made.GetProperty("metaStatus").ValueKind.Should().Be(JsonValueKind.Null);
        made.GetProperty("sendable").GetBoolean().Should().BeTrue();
        (await List()).Select(template => template.GetRawText()).Should().Contain(made.GetRawText());
    }

    [Fact]
    public async Task The_text_may_stand_in_an_object()
    {
        var number = (await host.NewLink()).NumberId();

        var made = (await host.Post(Path,
            new
            {
                name = "in an object",
                category = "OTP",
                language = "en",
                body = new { text = "{{link}}" },
                sender = new { numberId = number }
            })).Expect(201);

        made.Text("body").Should().Be("{{link}}");
    }

    [Fact]
    public async Task A_Meta_template_is_kept_and_is_not_sendable_yet()
    {
        var number = await MetaNumber();

        var made = (await host.Post(Path, Meta(number, "meta"))).Expect(201);

        var meta = made.GetProperty("sender").GetProperty("meta");
        (meta.Text("numberId"), meta.Text("templateName"), meta.Text("language"), meta.GetProperty("urlButton").GetInt32()).Should()
            .Be((number, "pairing_link", "pt_BR", 0));
        made.GetProperty("sender").Has("numberId").Should().BeFalse();
        made.GetProperty("sendable").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_sender_fits_the_way_it_sends()
    {
        (await host.Post(Path, Body(await MetaNumber()))).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        (await host.Post(Path, Meta((await host.NewLink()).NumberId(), "x"))).ShouldNameFields("sender.meta.numberId");
    }

    [Fact]
    public async Task One_name_is_there_once_per_language_however_that_is_written()
    {
        var (one, other) = ((await host.NewLink()).NumberId(), (await host.NewLink()).NumberId());
        (await host.Post(Path, Body(one, name: "twice"))).Expect(201);

        (await host.Post(Path, Body(other, name: "twice", language: "pt_br"))).ShouldBeRefused(409, "TEMPLATE_EXISTS");
        (await host.Post(Path, Body(one, name: "twice", language: "es"))).Expect(201);
        (await List()).Count(template => template.Text("name") == "twice").Should().Be(2);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_made()
    {
        var number = (await host.NewLink()).NumberId();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => host.Post(Path, Body(number, name: "race"))));

        answers.Select(answer => answer.Status).Order().Should().Equal([201, .. Enumerable.Repeat(409, 11)]);
    }

    [Fact]
    public async Task The_same_request_under_one_key_makes_one()
    {
        var body = Body((await host.NewLink()).NumberId(), name: "idempotent");

        var first = await host.Call("POST", Path, body, null, ("Idempotency-Key", "template"));
        var again = await host.Call("POST", Path, body, null, ("Idempotency-Key", "template"));

        again.Expect(201).GetRawText().Should().Be(first.Text);
        again.Headers["idempotent-replayed"].Should().Be("true");
    }

    [Theory]
    [InlineData("{}", "body", "category", "language", "name", "sender")]
    [InlineData("""{"name":5,"category":"utility","language":7,"body":[],"sender":"num_1"}""", "body", "category", "language", "name",
        "sender")]
    [InlineData("""{"name":" ","category":"OTP","language":"português","body":"Olá {{nome}} {{link}}","sender":{}}""", "body", "language",
        "name", "sender")]
    [InlineData("""{"name":"a","category":"OTP","language":"pt","body":{"text":7},"sender":{"numberId":5}}""", "body", "sender.numberId")]
    [InlineData("""{"name":"a","category":"OTP","language":"pt","body":{"body":"x"},"sender":{"numberId":"num_1","meta":{}}}""", "body",
        "sender", "sender.meta.language", "sender.meta.numberId", "sender.meta.templateName")]
    [InlineData("""{"name":"a","category":"OTP","language":"pt","body":"no place for it","sender":{"numberId":"num_1"}}""", "body")]
    [InlineData("""{"name":"a","category":"OTP","language":"pt","body":"{{link}}","sender":{"meta":{"numberId":"num_1","templateName":"x","language":"pt","urlButton":10}}}""", "sender.meta.urlButton")]
    public async Task Every_wrong_field_is_named_at_once(string body, params string[] fields)
    {
        (await host.Post(Path, body)).ShouldNameFields(fields);
        (await List()).Should().NotContain(template => template.Text("name") == "a");
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused()
    {
        (await host.Post(Path, "{")).ShouldBeRefused(400, "INVALID_JSON");
        (await host.Post(Path, new StringContent("x", null, "text/plain"))).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task The_sender_is_a_number_that_the_key_reaches()
    {
        var (own, other) = ((await host.NewLink()).NumberId(), (await host.NewLink()).NumberId());
        var key = await host.NumberKey(own);
        var stranger = (await host.NewTenant()).Key.Raw.Value;

        (await host.Post(Path, Body("num_00000000000000000000000000"))).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Post(Path, Body("nonsense"))).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Post(Path, Body(own), stranger)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Post(Path, Body(other, name: "by a number key"), key)).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Post(Path, Body(own, name: "by a number key"), key)).Expect(201);
    }

    [Fact]
    public async Task A_number_key_sees_and_removes_what_its_own_number_sends()
    {
        var (own, other) = ((await host.NewLink()).NumberId(), (await host.NewLink()).NumberId());
        var key = await host.NumberKey(own);
        var mine = (await host.Post(Path, Body(own, name: "mine"))).Expect(201).Text("id");
        var theirs = (await host.Post(Path, Body(other, name: "theirs"))).Expect(201).Text("id");

        (await List(key)).Select(template => template.Text("id")).Should().Equal(mine);
        (await host.Call("DELETE", $"{Path}/{theirs}", null, key)).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await host.Call("DELETE", $"{Path}/{mine}", null, key)).Expect(200).GetProperty("ok").GetBoolean().Should().BeTrue();
        (await List(key)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_removed_template_is_gone_and_its_name_is_free()
    {
        var number = (await host.NewLink()).NumberId();
        var id = (await host.Post(Path, Body(number, name: "gone"))).Expect(201).Text("id");

        (await host.Call("DELETE", $"{Path}/{id}")).Expect(200);

        (await host.Call("DELETE", $"{Path}/{id}")).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await List()).Should().NotContain(template => template.Text("id") == id);
        (await host.Post(Path, Body(number, name: "gone"))).Expect(201);
    }

    [Fact]
    public async Task A_template_of_nobody_or_of_somebody_else_is_not_found()
    {
        var id = (await host.Post(Path, Body((await host.NewLink()).NumberId(), name: "kept"))).Expect(201).Text("id");
        var stranger = (await host.NewTenant()).Key.Raw.Value;

        foreach (var unknown in (string[])["tpl_00000000000000000000000000", "x", id.Replace("tpl_", "num_", StringComparison.Ordinal)])
            (await host.Call("DELETE", $"{Path}/{unknown}")).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await host.Call("DELETE", $"{Path}/{id}", null, stranger)).ShouldBeRefused(404, "TEMPLATE_NOT_FOUND");
        (await List(stranger)).Should().BeEmpty();
        (await List()).Should().Contain(template => template.Text("id") == id);
    }

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("POST", Path)]
    [InlineData("DELETE", Path + "/tpl_00000000000000000000000000")]
    public async Task Without_a_key_nothing_is_returned(string method, string path) =>
        (await host.Call(method, path, null, "")).ShouldBeRefused(401, "UNAUTHORIZED");

    [Fact]
    public async Task The_list_goes_on_where_its_page_ended()
    {
        var tenant = await host.NewTenant(TenantMode.Test);
        var key = tenant.Key.Raw.Value;
        var number = (await host.NewLink(key: key)).NumberId();
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
            made.Insert(0, (await host.Post(Path, Body(number, name: $"list {i}"), key)).Expect(201).Text("id"));

        var first = await host.Get(Path + "?limit=2", key);
        var next = first.Headers["link"].Split('<', '>')[1];
        var second = await host.Get(new Uri(next).PathAndQuery, key);

        first.Expect(200).EnumerateArray().Concat(second.Expect(200).EnumerateArray()).Select(template => template.Text("id")).Should()
            .Equal(made);
        second.Headers.Should().NotContainKey("link");
        (await host.Get(Path + "?limit=0", key)).ShouldNameFields("limit");
        (await host.Get(Path + "?limit=201&cursor=x", key)).ShouldNameFields("cursor", "limit");
    }

    private async Task<List<JsonElement>> List(string? key = null) => [.. (await host.Get(Path, key)).Expect(200).EnumerateArray()];

    private async Task<string> MetaNumber()
    {
        var number = (await host.NewLink()).NumberId();
        await host.Execute("update numbers set provider = 'Meta' where id = @id", new { id = Scene.Uuid(number) });
        return number;
    }

    private static object Body(string number, string name = "template", string language = "pt-BR") =>
        new { name, category = "UTILITY", language, body = "Conecte: {{link}}", sender = new { numberId = number } };

    private static object Meta(string number, string name) => new
    {
        name,
        category = "UTILITY",
        language = "pt_BR",
        body = "Conecte seu número",
        sender = new { meta = new { numberId = number, templateName = "pairing_link", language = "pt_BR" } },
    };
}
