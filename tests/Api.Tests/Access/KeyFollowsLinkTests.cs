using PilotPairing.Application.Links;

namespace PilotPairing.Api.Tests.Access;

/// <summary>A number key follows the link it makes, and goes back when the link dies unused.</summary>
public sealed class KeyFollowsLinkTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_number_key_follows_to_the_new_number()
    {
        var key = await api.NewKeyedNumber();

        var link = await api.NewLink(key: key.Key);

        link.Text("linkedApiKeyId").Should().Be(key.KeyId);
        (await At(key)).Should().Be(link.Text("numberId"));
    }

    [Fact]
    public async Task It_stays_when_asked_to()
    {
        var key = await api.NewKeyedNumber();

        var link = await api.NewLink(new { name = "Loja", number = "+5511999999999", linkToApiKey = false }, key.Key);

        link.IsNull("linkedApiKeyId").Should().BeTrue();
        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_tenant_key_follows_nothing() =>
        (await api.NewLink(new { name = "Loja", number = "+5511999999999", linkToApiKey = true })).IsNull("linkedApiKeyId").Should()
            .BeTrue();

    [Fact]
    public async Task Connecting_a_number_again_moves_no_key()
    {
        var key = await api.NewKeyedNumber();

        (await api.NewLink(new { reconnect = new { numberId = key.NumberId } }, key.Key)).IsNull("linkedApiKeyId").Should().BeTrue();

        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_link_that_expires_unused_sends_it_back()
    {
        var key = await api.NewKeyedNumber();
        var link = await api.NewLink(key: key.Key);

        await Expire(link.Text("linkId"));

        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_link_that_is_revoked_sends_it_back()
    {
        var key = await api.NewKeyedNumber();
        var link = await api.NewLink(key: key.Key);

        (await api.Post($"/v1/links/{link.Text("linkId")}/revoke", null, key.Key)).Expect(200);

        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_link_that_connected_keeps_it()
    {
        var key = await api.NewKeyedNumber();
        var link = await api.NewLink(key: key.Key);
        (await api.Post($"/v1/remote-pairing/{link.Text("remotePairingToken")}/connect", null, "")).Expect(200);
        (await api.Post($"/v1/test/numbers/{link.Text("numberId")}/simulate", new { @event = "scan" }, key.Key)).Expect(200);
        await Scene.Eventually(async () =>
            (await api.Get($"/v1/numbers/{link.Text("numberId")}/status", key.Key)).Expect(200).Text("state") == "OPEN");

        await Expire(link.Text("linkId"));

        (await At(key)).Should().Be(link.Text("numberId"));
    }

    [Fact]
    public async Task The_way_back_leads_past_links_that_died_before()
    {
        var key = await api.NewKeyedNumber();
        var first = await api.NewLink(key: key.Key);
        var second = await api.NewLink(key: key.Key);

        await Expire(first.Text("linkId"));
        (await At(key)).Should().Be(second.Text("numberId"), "its link is alive");

        await Expire(second.Text("linkId"));
        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task Links_that_die_together_send_it_all_the_way_back()
    {
        var key = await api.NewKeyedNumber();
        var links = new List<string>();
        for (var i = 0; i < 3; i++)
            links.Add((await api.NewLink(key: key.Key)).Text("linkId"));

        await Expire([.. links]);

        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_rotated_key_goes_back_too()
    {
        var key = await api.NewKeyedNumber();
        var link = await api.NewLink(key: key.Key);
        var successor = (await api.Post("/v1/api-keys/regenerate", new { graceSeconds = 600 }, key.Key)).Expect(201);

        await Expire(link.Text("linkId"));

        (await At(key)).Should().Be(key.NumberId);
        (await At(new("", "", successor.Text("key")))).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task Removing_the_number_it_followed_to_sends_it_back()
    {
        var key = await api.NewKeyedNumber();
        var link = await api.NewLink(key: key.Key);

        (await api.Call("DELETE", $"/v1/numbers/{link.Text("numberId")}", null, key.Key)).Expect(200);

        (await At(key)).Should().Be(key.NumberId);
    }

    [Fact]
    public async Task A_number_made_without_a_link_keeps_it()
    {
        var key = await api.NewKeyedNumber();

        var made = (await api.Post("/v1/numbers", new { name = "Loja", number = "+5511977776666" }, key.Key)).Expect(201);

        made.Text("linkedApiKeyId").Should().Be(key.KeyId);
        (await At(key)).Should().Be(made.GetProperty("instance").Text("id"));
    }

    private async Task<string> At(KeyedNumber key) => (await api.Get("/v1/me", key.Key)).Expect(200).Text("whatsappNumberId");

    private async Task Expire(params string[] links)
    {
        foreach (var link in links)
        {
            await using var command =
                api.Database.Source.CreateCommand("update pairing_links set expires_at = now() - interval '1 second' where id = $1");
            Domain.WireId.TryParse("lnk_", link, out var id).Should().BeTrue();
            command.Parameters.AddWithValue(id);
            await command.ExecuteNonQueryAsync();
        }

        (await api.Send(new ExpireLinks())).Refusal.Should().BeNull();
    }
}
