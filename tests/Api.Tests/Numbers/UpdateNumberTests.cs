using System.Text.Json;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>Renaming a number and changing what its owner attached to it.</summary>
public sealed class UpdateNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task What_is_sent_changes_and_the_rest_stays()
    {
        var link = await Labelled();

        var renamed = (await Patch(link, new { name = "  Filial Sul " })).Expect(200);

        renamed.Text("id").Should().Be(link.NumberId());
        (renamed.Text("name"), renamed.Text("externalRef"), renamed.GetProperty("metadata").Text("a")).Should()
            .Be(("Filial Sul", "r1", "1"));
        renamed.Text("number").Should().Be(Scene.Phone);
        var listed = (await host.Get("/v1/numbers")).Expect(200).EnumerateArray().Single(item => item.Text("id") == link.NumberId());
        listed.GetRawText().Should().Be(renamed.GetRawText(), "it is the list's item");
    }

    [Fact]
    public async Task The_page_shows_the_new_name_at_once()
    {
        var link = await Labelled();
        (await host.Info(link.Token())).Expect(200).Text("name").Should().Be("Loja");

        (await Patch(link, new { name = "Filial" })).Expect(200);

        (await host.Info(link.Token())).Expect(200).Text("name").Should().Be("Filial");
    }

    [Fact]
    public async Task Null_clears_labels_and_new_pairs_replace_the_old()
    {
        var link = await Labelled();

        (await Patch(link, new { metadata = new { b = "2" } })).Expect(200).GetProperty("metadata").GetRawText().Should()
            .Be("{\"b\":\"2\"}");
        var cleared = (await Patch(link, new { externalRef = (string?)null, metadata = (object?)null })).Expect(200);

        cleared.GetProperty("externalRef").ValueKind.Should().Be(JsonValueKind.Null);
        cleared.GetProperty("metadata").GetRawText().Should().Be("{}");
        cleared.Text("name").Should().Be("Loja");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("{\"number\":\"+5511888888888\",\"state\":\"OPEN\"}")]
    public async Task Nothing_to_change_changes_nothing(string? body)
    {
        var link = await Labelled();
        var before = (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200);

        (await host.Call("PATCH", $"/v1/numbers/{link.NumberId()}", body)).Expect(200).Text("updatedAt").Should()
            .Be(before.Text("updatedAt"));
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\"  \"")]
    [InlineData("name", "\"a\\nb\"")]
    [InlineData("name", "5")]
    [InlineData("externalRef", "{}")]
    [InlineData("externalRef", "\"\\u0000\"")]
    [InlineData("metadata", "[]")]
    [InlineData("metadata", "{\"\":\"v\"}")]
    [InlineData("metadata", "{\"k\":null}")]
    [InlineData("metadata.k", "{\"k\":1}")]
    public async Task A_member_that_does_not_fit_is_named_and_nothing_changes(string field, string value)
    {
        var link = await Labelled();

        (await Patch(link, $"{{\"externalRef\":\"new\",\"name\":\"New\",\"{field.Split('.')[0]}\":{value}}}")).ShouldNameFields(field);

        (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200).Text("externalRef").Should().Be("r1");
    }

    [Fact]
    public async Task Every_bad_member_is_named_at_once()
    {
        var link = await Labelled();

        (await Patch(link, new
        {
            name = new string('n', 121),
            externalRef = new string('r', 201),
            metadata = Enumerable.Range(0, 51).ToDictionary(i => $"k{i}", _ => "v")
        }))
            .ShouldNameFields("name", "externalRef", "metadata");
        (await Patch(link, "{")).ShouldBeRefused(400, "INVALID_JSON");
    }

    [Fact]
    public async Task A_number_of_nobody_or_of_somebody_else_is_not_found_whatever_the_body_says()
    {
        var link = await Labelled();
        var stranger = await host.NewTenant();
        var other = await host.NumberKey((await host.NewLink()).NumberId());

        foreach (var id in (string[])["num_00000000000000000000000000", "x", link.LinkId()])
            (await host.Call("PATCH", $"/v1/numbers/{id}", "{\"name\":5}")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        foreach (var key in (string[])[stranger.Key.Raw.Value, other])
            (await host.Call("PATCH", $"/v1/numbers/{link.NumberId()}", new { name = "Mine" }, key))
                .ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await host.Call("PATCH", $"/v1/numbers/{link.NumberId()}", new { name = "Mine" }, "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Info(link.Token())).Expect(200).Text("name").Should().Be("Loja");
    }

    [Fact]
    public async Task A_number_s_own_key_may_rename_it()
    {
        var link = await Labelled();

        (await host.Call("PATCH", $"/v1/numbers/{link.NumberId()}", new { name = "Own" }, await host.NumberKey(link.NumberId())))
            .Expect(200).Text("name").Should().Be("Own");
    }

    [Fact]
    public async Task A_removed_number_is_not_found()
    {
        var link = await Labelled();
        (await host.Call("DELETE", $"/v1/numbers/{link.NumberId()}")).Expect(200);

        (await Patch(link, new { name = "Back" })).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    private Task<JsonElement> Labelled() =>
        host.NewLink(new { name = "Loja", number = Scene.Phone, externalRef = "r1", metadata = new { a = "1" } });

    private Task<Answer> Patch(JsonElement link, object body) => host.Call("PATCH", $"/v1/numbers/{link.NumberId()}", body);
}
