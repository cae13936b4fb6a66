namespace PilotPairing.Api.Tests.Links;

/// <summary>What the page says of a link that is over: why, without a number, and no button that would fail.</summary>
public sealed class EndedPageTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string AskButton = "value=\"new_link\"";

    [Fact]
    public async Task An_expired_link_can_be_asked_for_anew_for_thirty_days()
    {
        var link = await host.NewLink();
        await host.Expire(link);
        (await Page(link.Token())).Should().Contain("This link has expired").And.Contain(AskButton).And.NotContain("****");

        await host.Expire(link, "31 days");
        (await Page(link.Token())).Should().Contain("This link has expired").And.NotContain(AskButton);
    }

    [Fact]
    public async Task A_spent_link_says_so_once_its_receipt_is_over()
    {
        var (link, _) = await host.OpenNumber();
        (await host.Get($"/connect/{link.Token()}?lang=en", key: "")).Status.Should().Be(200);
        await host.Rewrite("update pairing_links set used_at = now() - interval '16 minutes' where number_id = @id", link.NumberId());
        (await Page(link.Token())).Should().Contain("This link was already used").And.NotContain(AskButton).And.NotContain("****");
    }

    [Fact]
    public async Task A_withdrawn_link_names_the_tenant_that_withdrew_it()
    {
        var link = await host.NewLink(new { name = "Loja", number = Scene.Phone, branding = new { companyName = "Aurora" } });
        (await host.Post($"/v1/links/{link.LinkId()}/revoke")).Expect(200);
        (await Page(link.Token())).Should().Contain("It was withdrawn by Aurora").And.NotContain(AskButton).And.NotContain("****");
    }

    private async Task<string> Page(string token)
    {
        var answer = await host.Get($"/connect/{token}?lang=en", key: "");
        answer.Status.Should().Be(404);
        return answer.Text;
    }
}
