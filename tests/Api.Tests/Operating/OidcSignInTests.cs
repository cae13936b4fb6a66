using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using PilotPairing.Api.Operating;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>Signing in to the operations pages by an identity provider, over real HTTP; passwords are tested in SignInTests.</summary>
public sealed class OidcSignInTests : OidcTest
{
    [Theory]
    [InlineData(new[] { "admins", "others" }, "operator")]
    [InlineData(new[] { "staff" }, "viewer")]
    [InlineData(new[] { "staff", "admins" }, "operator")]
    public async Task A_person_signs_in_with_the_role_of_a_claim_and_the_audit_log_names_the_person(string[] roles, string role)
    {
        Provider.Person["roles"] = roles;
        using var browser = Browser();
        (await browser.Get("/ops/sign-in?returnUrl=%2Fops%2Flinks")).Text.Should().Contain("Sign in with Example Staff")
            .And.Contain($"href=\"{Host.Url()}/ops/sign-in/provider?returnUrl=%2Fops%2Flinks\"");

        var back = await browser.SignInByProvider("/ops/links");

        back.Status.Should().Be(302, back.Text);
        back.Headers["location"].Should().Be("/ops/sign-in?returnUrl=%2Fops%2Flinks&signedIn=true");
        back.Headers["set-cookie"].Should().Contain("pilotpairing-ops=").And.Contain("samesite=strict").And.Contain("httponly");
        var page = (await browser.Get("/ops/links")).Text;
        page.Should().Contain($"<span class=\"who\">oidc:maria@example.com<small>{role}</small></span>");
        (await Host.Audit()).Should().Equal($"oidc:maria@example.com {role} SignedIn sub 248289761001");
        Provider.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_way_back_ends_on_a_page_of_ours_since_browsers_keep_strict_cookies_from_redirects_of_other_sites()
    {
        Provider.Person["roles"] = "admins";
        using OpsBrowser person = Browser(), browser = Browser();

        // What a browser sends then: no session's cookie.
        var page = await browser.Get((await person.SignInByProvider("/ops/links")).Headers["location"]);

        page.Text.Should().Contain("<meta http-equiv=\"refresh\" content=\"0;url=/ops/links\">").And.Contain("Continue");
        (await browser.Get("/ops/sign-in?returnUrl=https%3A%2F%2Fevil.example&signedIn=true")).Text.Should().Contain("0;url=/ops\"");
    }

    [Theory]
    [InlineData("https://evil.example/ops")]
    [InlineData("//evil.example/ops")]
    [InlineData("/opsx")]
    [InlineData("/connect/x")]
    public async Task It_leads_to_no_other_place(string returnUrl)
    {
        Provider.Person["roles"] = "admins";
        using var browser = Browser();

        (await browser.SignInByProvider(returnUrl)).Headers["location"].Should().Be("/ops/sign-in?returnUrl=%2Fops&signedIn=true");
    }

    [Fact]
    public async Task Who_has_no_role_is_refused_clearly_and_recorded()
    {
        Provider.Person["roles"] = new[] { "guests" };
        using var browser = Browser();

        var refused = await browser.SignInByProvider(accept: "text/html");

        refused.Status.Should().Be(403);
        refused.Text.Should().Contain("Your account has no role for these pages").And.Contain("OPERATOR_ROLE_MISSING");
        refused.Headers["content-security-policy"].Should().Contain("form-action 'self'");
        (await browser.Get("/ops")).Status.Should().Be(302);
        (await Host.Audit()).Should().Equal("oidc:maria@example.com - SignInWithoutRole sub 248289761001");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_offers_to_end_the_provider_s()
    {
        Provider.Person["roles"] = "admins";
        using var browser = Browser();
        await browser.SignInByProvider();

        var left = await browser.Post("/ops/sign-out", "/ops");

        left.Headers["location"].Should().Be("/ops/sign-in?signedOut=true");
        (await browser.Get("/ops")).Status.Should().Be(302);
        (await browser.Get("/ops/sign-in?signedOut=true")).Text.Should().Contain("href=\"/ops/sign-out/provider\"");
        var end = new Uri((await browser.Get(OidcSignIn.End)).Headers["location"]);
        end.GetLeftPart(UriPartial.Path).Should().Be(Provider.Issuer + "/end");
        var query = QueryHelpers.ParseQuery(end.Query);
        (query["client_id"].ToString(), query["post_logout_redirect_uri"].ToString()).Should()
            .Be((StubIdentityProvider.ClientId, Host.Url() + "/ops/sign-in"));
        (await Host.Audit()).Should().HaveCount(2).And.Contain(entry => entry.StartsWith("oidc:maria@example.com operator SignedOut"));
    }

    [Theory]
    [InlineData("ops", "oidc:ops")]
    [InlineData("<script>alert(1)</script>", "oidc:<script>alert(1)</script>")]
    [InlineData("", "oidc:248289761001")]
    [InlineData("with a\nline", "oidc:248289761001")]
    public async Task The_provider_s_names_are_nobody_else_s_and_are_shown_as_text(string name, string actor)
    {
        (Provider.Person["roles"], Provider.Person["preferred_username"]) = ("admins", name);
        using var browser = Browser();
        await browser.SignInByProvider();

        (await browser.Get("/ops/audit")).Text.Should().Contain(WebUtility.HtmlEncode(actor)).And.NotContain("<script>alert");
        (await Host.Audit()).Should().Equal($"{actor} operator SignedIn sub 248289761001");
    }

    [Theory]
    [InlineData("Ops:Oidc:OperatorValues:0", "owners")]
    [InlineData("Ops:Oidc:RoleClaim", "groups")]
    [InlineData("Ops:Oidc:Authority", "https://another.example")]
    public async Task Changed_settings_end_the_sessions(string setting, string value)
    {
        Provider.Person["roles"] = "admins";
        using var browser = Browser();
        await browser.SignInByProvider();
        var changed = new ApiHost();
        changed.UseProvider(Provider);
        changed.Settings[setting] = value;
        var node = await ApiHost.On(Host.Database.ConnectionString, settings: [.. changed.Settings.Select(one => (one.Key, one.Value))]);
        try
        {
            using var after = new OpsBrowser(node.App.Urls.First(), browser.Cookies);
            (await after.Get("/ops")).Status.Should().Be(302);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }
}
