using PilotPairing.Api.Tests.Access;
using PilotPairing.Application.Meta;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>
/// One number at Meta is one number here, however often and by whichever way it is connected, and it is lost and found as Meta says.
/// </summary>
public sealed class ConnectedAgainTests(MetaHost host) : IClassFixture<MetaHost>
{
    [Fact]
    public async Task A_second_link_connects_the_same_number_again_with_what_it_brought()
    {
        var (account, number, _) = host.NewBusiness();
        var (first, second) = (await host.NewLink(), await host.NewLink());
        var id = (await host.Api.CompleteEmbedded(first, host.Graph.NewCode(account), number.Id, account.Id)).Expect(200).NumberId();
        var before = await Envelope(id);

        (await host.Api.CompleteEmbedded(second, host.Graph.NewCode(account), number.Id, account.Id)).Expect(200).NumberId().Should()
            .Be(id);

        (await Envelope(id)).Should().NotEqual(before, "the newer token works, whatever became of the older");
        (await host.Api.Events(id, "number.created")).Should().ContainSingle();
        (await host.Api.Events(id, "number.connected")).Select(connected => connected.LinkId()).Should()
            .Equal(first.LinkId(), second.LinkId());
        var link = (await host.Api.Get($"/v1/links/{second.LinkId()}", host.Key)).Expect(200);
        (link.Text("status"), link.NumberId()).Should().Be(("used", id));
        (await host.Api.Status(second.Token())).Expect(200).Text("phase").Should().Be("connected");
    }

    [Fact]
    public async Task The_PIN_that_was_set_once_is_kept()
    {
        var (account, number, _) = host.NewBusiness();
        var id = (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), number.Id, account.Id)).Expect(200)
            .NumberId();
        (await host.Query<bool>("select pin_envelope is not null from meta_credentials where number_id = @id", Scene.Uuid(id))).Should()
            .BeTrue();

        (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), number.Id, account.Id)).Expect(200);

        (await host.Query<bool>("select pin_envelope is not null from meta_credentials where number_id = @id", Scene.Uuid(id))).Should()
            .BeTrue();
    }

    [Fact]
    public async Task Of_links_that_end_with_one_number_at_the_same_moment_none_makes_a_second()
    {
        var (account, number, phone) = host.NewBusiness();
        (number.IsRegistered, number.Status) = (true, "CONNECTED");
        var links = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.NewLink()));

        var answers = await Task.WhenAll(
            links.Select(link => host.Api.CompleteEmbedded(link, host.Graph.NewCode(account), number.Id, account.Id)));

        answers.Select(answer => answer.Expect(200).NumberId()).Distinct().Should().ContainSingle();
        (await host.Api.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(1);
    }

    [Fact]
    public async Task Registering_it_again_describes_it_anew_and_keeps_what_is_not_named()
    {
        var (account, number, phone) = host.NewBusiness();
        object Body(string name, string? externalRef, object? metadata) => new
        {
            name,
            number = "+" + phone,
            metaPhoneId = number.Id,
            wabaId = account.Id,
            accessToken = host.Graph.NewToken(account).Value,
            externalRef,
            metadata,
        };
        var id = IdOf(await host.Api.Post("/v1/numbers/meta", Body("Loja", "crm-1", new { a = "1" }), host.Key));

        IdOf(await host.Api.Post("/v1/numbers/meta", Body("Loja nova", null, new { b = "2" }), host.Key)).Should().Be(id);

        var item = (await host.Api.Get($"/v1/numbers/{id}", host.Key)).Expect(200);
        (item.Text("name"), item.Text("externalRef"), item.GetProperty("metadata").GetRawText()).Should()
            .Be(("Loja nova", "crm-1", """{"b":"2"}"""));
        var reported = (await host.Api.Events(id, "number.connected"))[^1];
        (reported.Text("name"), reported.Text("externalRef")).Should().Be(("Loja nova", "crm-1"));
    }

    [Fact]
    public async Task Another_tenant_and_one_that_removed_it_get_a_number_of_their_own()
    {
        var (account, number, phone) = host.NewBusiness();
        var id = IdOf(await host.Register(account, number, phone, host.Graph.NewToken(account).Value));
        var other = (await host.Api.NewTenant(Domain.Access.TenantMode.Live)).Key.Raw.Value;
        var body = new
        {
            name = "Loja",
            number = "+" + phone,
            metaPhoneId = number.Id,
            wabaId = account.Id,
            accessToken = host.Graph.NewToken(account).Value
        };

        IdOf(await host.Api.Post("/v1/numbers/meta", body, other)).Should().NotBe(id);
        (await host.Api.Call("DELETE", $"/v1/numbers/{id}", null, host.Key)).Expect(200);
        var again = IdOf(await host.Register(account, number, phone, host.Graph.NewToken(account).Value));

        again.Should().NotBe(id);
        (await host.Api.Events(again, "number.created")).Should().ContainSingle();
    }

    [Fact]
    public async Task Meta_takes_a_number_away_and_gives_it_back()
    {
        var (account, number, phone) = host.NewBusiness();
        var id = IdOf(await host.Register(account, number, phone, host.Graph.NewToken(account).Value));
        number.Status = "BANNED";

        var banned = (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200);
        (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200);

        (banned.Text("state"), banned.GetProperty("lastDisconnect").Text("reason")).Should().Be(("CLOSE", "banned"));
        (await host.Api.Get($"/v1/numbers/{id}/status", host.Key)).Expect(200).GetProperty("isFullyConnected").GetBoolean().Should()
            .BeFalse();
        var lost = (await host.Api.Events(id, "number.disconnected")).Should().ContainSingle().Which;
        (lost.Text("reason"), lost.Text("state"), lost.Text("provider")).Should().Be(("banned", "CLOSE", "META"));

        number.Status = "CONNECTED";
        (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Api.Events(id, "number.connected")).Should().HaveCount(2)
            .And.OnlyContain(connected => connected.Text("state") == "OPEN");
    }

    [Theory]
    [InlineData("DISCONNECTED", "removed_by_gateway")]
    [InlineData("DELETED", "removed_by_gateway")]
    [InlineData("MIGRATED", "removed_by_gateway")]
    [InlineData("FLAGGED", null)]
    [InlineData("RESTRICTED", null)]
    [InlineData("PENDING", null)]
    [InlineData("WHO_KNOWS", null)]
    public async Task What_Meta_only_doubts_stays_open(string status, string? reason)
    {
        var (account, number, phone) = host.NewBusiness();
        var id = IdOf(await host.Register(account, number, phone, host.Graph.NewToken(account).Value));
        number.Status = status;

        await host.Api.Execute("update meta_credentials set look_due_at = now() where number_id = @id", new { id = Scene.Uuid(id) });
        await Scene.Eventually(async () =>
        {
            await host.Api.Send(new RefreshMetaNumbers());
            return await host.Query<bool>("select look_due_at is null from meta_credentials where number_id = @id", Scene.Uuid(id));
        });

        var item = (await host.Api.Get($"/v1/numbers/{id}", host.Key)).Expect(200);
        item.Text("state").Should().Be(reason is null ? "OPEN" : "CLOSE");
        (await host.Api.Events(id, "number.disconnected")).Select(lost => lost.Text("reason")).Should()
            .Equal(reason is null ? [] : [reason]);
    }

    [Fact]
    public async Task A_number_that_was_lost_is_connected_again_by_a_link()
    {
        var (account, number, phone) = host.NewBusiness();
        var id = IdOf(await host.Register(account, number, phone, host.Graph.NewToken(account).Value));
        number.Status = "DISCONNECTED";
        (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200).Text("state").Should().Be("CLOSE");
        (number.Status, number.IsRegistered) = ("PENDING", false);

        (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), number.Id, account.Id)).Expect(200).NumberId()
            .Should().Be(id);

        (await host.Api.Get($"/v1/numbers/{id}", host.Key)).Expect(200).Text("state").Should().Be("OPEN");
    }

    private static string IdOf(Answer registered) => registered.Expect(201).GetProperty("instance").Text("id");

    private Task<byte[]> Envelope(string number) =>
        host.Query<byte[]>("select token_envelope from meta_credentials where number_id = @id", Scene.Uuid(number));
}

/// <summary>The same with number keys, which reach one number each.</summary>
public sealed class ConnectedAgainByNumberKeyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_key_does_not_learn_that_its_tenant_has_the_number_already()
    {
        var phone = MetaScene.NewPhone();
        var id = (await host.Post("/v1/numbers/meta", Body(phone))).Expect(201).GetProperty("instance").Text("id");
        var key = await host.NewKeyedNumber();

        var own = (await host.Post("/v1/numbers/meta", Body(phone, "Outra"), key.Key)).Expect(201).GetProperty("instance").Text("id");

        own.Should().NotBe(id);
        (await host.Get($"/v1/numbers/{id}")).Expect(200).Text("name").Should().Be("Loja");
        (await host.Post("/v1/numbers/meta", Body(phone, "Minha"), key.Key)).Expect(201).GetProperty("instance").Text("id").Should()
            .NotBe(id);
    }

    [Fact]
    public async Task A_key_whose_link_ends_with_a_known_number_stays_where_it_was()
    {
        var phone = MetaScene.NewPhone();
        var id = (await host.Post("/v1/numbers/meta", Body(phone))).Expect(201).GetProperty("instance").Text("id");
        var key = await host.NewKeyedNumber();
        var link = await host.NewLink(new { provider = "META" }, key.Key);

        (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200).NumberId().Should().Be(id);

        (await host.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId").Should().Be(key.NumberId);
        (await host.Query<long>("select count(*) from api_key_moves where link_id = @id", new { id = Scene.Uuid(link.LinkId()) })).Should()
            .Be(0);
    }

    private static object Body(string phone, string name = "Loja") =>
        new { name, number = "+" + phone, metaPhoneId = phone, wabaId = "102290129340398", accessToken = "EAAG-typed" };
}
