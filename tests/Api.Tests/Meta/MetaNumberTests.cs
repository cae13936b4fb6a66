using PilotPairing.Api.Tests.Access;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>Meta numbers: registered with their credentials, read, and removed.</summary>
public sealed class MetaNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Credentials_that_Meta_accepts_make_a_connected_number()
    {
        var phone = MetaScene.NewPhone();

        var made = (await host.Post("/v1/numbers/meta", Body(phone))).Expect(201);

        var instance = made.GetProperty("instance");
        (instance.Text("number"), instance.Text("name"), instance.Text("state"), instance.Text("status")).Should()
            .Be((phone, "Loja", "OPEN", "OPEN"));
        made.Members().Should().Equal("instance", "webhookUrl", "verifyToken", "linkedApiKeyId");
        made.Text("webhookUrl").Should().StartWith("http");
        made.Text("verifyToken").Should().NotBeEmpty();
        made.IsNull("linkedApiKeyId").Should().BeTrue();
        foreach (var type in (string[])["number.created", "number.connected"])
            (await host.Events(instance.Text("id"), type)).Should().ContainSingle().Which.Text("provider").Should().Be("META");
        await host.ShouldKeepNowhere("EAAG-typed-once");
    }

    [Fact]
    public async Task It_is_read_with_its_health_and_its_ids()
    {
        var phone = MetaScene.NewPhone();
        var number = await Registered(phone);

        var read = (await host.Get($"/v1/numbers/{number}")).Expect(200);

        read.GetProperty("health").GetRawText().Should()
            .Be("""{"qualityRating":"GREEN","messagingLimitTier":"TIER_250","metaStatus":"CONNECTED","sendable":true}""");
        var meta = read.GetProperty("meta");
        meta.GetProperty("phone").GetRawText().Should().Be($$"""{"id":"{{phone}}","onBusinessApp":false,"accessEndsAt":null}""");
        meta.GetProperty("profile").GetRawText().Should().Be("""{"verifiedName":"Simulated business"}""");
        meta.GetProperty("waba").GetRawText().Should().Be("""{"id":"102290129340398"}""");
        read.Has("stale").Should().BeFalse();
        (await host.Get($"/v1/numbers/{number}/status")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Get("/v1/numbers?provider=META")).Expect(200).EnumerateArray().Should().Contain(item => item.Text("id") == number);
        (await host.Get("/v1/numbers?provider=PILOT_STATUS")).Expect(200).EnumerateArray().Should()
            .NotContain(item => item.Text("id") == number);
    }

    [Fact]
    public async Task Asked_for_it_Meta_says_anew_what_is_so()
    {
        var number = await Registered(MetaScene.NewPhone());
        await host.Execute("update meta_credentials set status = 'BANNED', quality_rating = 'RED', asked_at = now() - interval '1 day' where number_id = @id", new { id = Scene.Uuid(number) });
        (await host.Get($"/v1/numbers/{number}?refresh=0")).Expect(200).GetProperty("health").GetRawText()
            .Should().Be("""{"qualityRating":"RED","messagingLimitTier":"TIER_250","metaStatus":"BANNED","sendable":false}""");

        var fresh = (await host.Get($"/v1/numbers/{number}?refresh=1")).Expect(200);

        fresh.GetProperty("health").Text("metaStatus").Should().Be("CONNECTED");
        fresh.Has("stale").Should().BeFalse();
        (await host.Get($"/v1/numbers/{number}")).Expect(200).GetProperty("health").Text("qualityRating").Should().Be("GREEN");
    }

    [Fact]
    public async Task Without_Meta_s_answer_the_stored_state_is_returned_as_stale()
    {
        var number = await Registered(MetaScene.NewPhone());
        await host.Execute("update meta_credentials set phone_number_id = 'gone' where number_id = @id", new { id = Scene.Uuid(number) });

        var stale = (await host.Get($"/v1/numbers/{number}?refresh=1")).Expect(200);

        stale.GetProperty("stale").GetBoolean().Should().BeTrue();
        stale.GetProperty("health").Text("metaStatus").Should().Be("CONNECTED");
    }

    [Theory]
    [InlineData("refused", 422, "META_REJECTED")]
    [InlineData("unreachable", 503, "META_UNREACHABLE")]
    public async Task Where_Meta_does_not_accept_them_nothing_is_stored(string accessToken, int status, string code)
    {
        var phone = MetaScene.NewPhone();

        (await host.Post("/v1/numbers/meta", Body(phone, accessToken))).ShouldBeRefused(status, code);

        (await host.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(0);
        (await host.Query<long>("select count(*) from meta_credentials where phone_number_id = @phone", new { phone })).Should().Be(0);
        await host.ShouldKeepNowhere(phone);
    }

    [Fact]
    public async Task A_phone_that_is_not_the_one_behind_the_id_is_refused()
    {
        var refused = await host.Post("/v1/numbers/meta", Body(MetaScene.NewPhone(), phoneId: MetaScene.NewPhone()));

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").Text("message").Should().Contain("another number");
    }

    [Fact]
    public async Task A_number_key_moves_to_the_number_it_registered_by_default()
    {
        var key = await host.NewKeyedNumber();

        (await host.Post("/v1/numbers/meta", Body(MetaScene.NewPhone(), linkToApiKey: false), key.Key)).Expect(201).IsNull("linkedApiKeyId")
            .Should().BeTrue();
        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);

        var made = (await host.Post("/v1/numbers/meta", Body(MetaScene.NewPhone()), key.Key)).Expect(201);
        made.Text("linkedApiKeyId").Should().Be(key.KeyId);
        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(made.GetProperty("instance").Text("id"));
    }

    [Fact]
    public async Task Phone_only_requests_are_refused_and_no_cleanup_is_pending()
    {
        var number = await Registered(MetaScene.NewPhone());

        (await host.Get($"/v1/numbers/{number}/connect")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        foreach (var route in new[] { "logout", "disconnect" })
            (await host.Post($"/v1/numbers/{number}/{route}")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        (await host.Simulate(number, "logout")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
        (await host.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = number } }))
            .ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");

        (await host.Call("DELETE", $"/v1/numbers/{number}")).Expect(200);

        (await host.Query<long>("select count(*) from outbox where payload->>'number' = @id", new { id = Scene.Uuid(number).ToString() }))
            .Should().Be(0);
        (await host.Query<long>("select count(*) from meta_credentials where number_id = @id", new { id = Scene.Uuid(number) })).Should()
            .Be(0);
        (await host.Events(number, "number.removed")).Should().ContainSingle();
        (await host.Get($"/v1/numbers/{number}?refresh=1")).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    private async Task<string> Registered(string phone) =>
        (await host.Post("/v1/numbers/meta", Body(phone))).Expect(201).GetProperty("instance").Text("id");

    private static object Body(string phone, string accessToken = "EAAG-typed-once", string? phoneId = null, bool? linkToApiKey = null) =>
        new { name = "Loja", number = "+" + phone, metaPhoneId = phoneId ?? phone, wabaId = "102290129340398", accessToken, linkToApiKey };
}
