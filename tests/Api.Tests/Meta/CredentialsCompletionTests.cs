using System.Text.Json;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>Credentials that a customer types, on the simulated Graph of a test-mode tenant.</summary>
public sealed class CredentialsCompletionTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task They_connect_the_number_under_the_name_that_was_typed_and_are_kept_sealed()
    {
        var phone = MetaScene.NewPhone();
        var link = await NewLink();

        var done = (await host.CompleteCredentials(link, phone, "EAAG-very-secret", "483920", "Loja do Zé")).Expect(200);

        done.Text("number").Should().Be(phone);
        (await host.Get($"/v1/numbers/{done.Text("numberId")}")).Expect(200).Text("name").Should().Be("Loja do Zé");
        await host.ShouldKeepNowhere("EAAG-very-secret");
        await host.ShouldKeepNowhere("483920");
        (await host.Get($"/v1/numbers/{done.Text("numberId")}")).Text.Should().NotContain("EAAG").And.NotContain("483920");
    }

    [Fact]
    public async Task A_PIN_is_drawn_where_none_was_typed()
    {
        var phone = MetaScene.NewPhone();

        (await host.CompleteCredentials(await NewLink(), phone)).Expect(200);

        (await host.Query<bool>("select pin_envelope is not null from meta_credentials where phone_number_id = @phone", new { phone }))
            .Should().BeTrue();
    }

    [Fact]
    public async Task The_same_credentials_again_are_answered_the_same_and_others_not_at_all()
    {
        var phone = MetaScene.NewPhone();
        var link = await NewLink();
        var first = (await host.CompleteCredentials(link, phone, name: "A")).Expect(200);

        (await host.CompleteCredentials(link, phone, name: "B")).Expect(200).GetRawText().Should().Be(first.GetRawText());
        (await host.CompleteCredentials(link, phone, "EAAG-other")).ShouldBeRefused(401, "INVALID_SESSION");
        (await host.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(1);
    }

    [Fact]
    public async Task A_refusal_of_Graph_is_returned_in_its_words_and_nothing_is_stored()
    {
        var link = await NewLink();

        var refused = await host.CompleteCredentials(link, MetaScene.NewPhone(), "refused");

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").GetRawText().Should()
            .Be("""{"code":190,"subcode":463,"message":"The access token has expired","fbtraceId":null}""");
        await ShouldHaveNothing(link);
    }

    [Fact]
    public async Task Where_Meta_cannot_be_reached_the_same_can_be_tried_again()
    {
        var link = await NewLink();

        var refused = await host.CompleteCredentials(link, MetaScene.NewPhone(), "unreachable");

        refused.ShouldBeRefused(503, "META_UNREACHABLE");
        refused.Headers["retry-after"].Should().Be("5");
        await ShouldHaveNothing(link);
        (await host.CompleteCredentials(link, MetaScene.NewPhone())).Expect(200);
    }

    private async Task ShouldHaveNothing(JsonElement link)
    {
        var id = Scene.Uuid(link.LinkId());
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("active");
        (await host.Query<long>("select count(*) from meta_completions where link_id = @id and held_envelope is not null", new { id }))
            .Should().Be(0);
        (await host.Query<bool>("select number_id is null from pairing_links where id = @id", new { id })).Should().BeTrue();
    }

    private Task<JsonElement> NewLink() => host.NewLink(new { metaFlow = "credentials" });
}
