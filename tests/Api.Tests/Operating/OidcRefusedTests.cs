using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PilotPairing.Api.Operating;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>What a provider, or somebody in between, sends that signs nobody in to the operations pages.</summary>
public sealed class OidcRefusedTests : OidcTest
{
    [Theory]
    [InlineData("nonce", "of another sign-in")]
    [InlineData("nonce", null)]
    [InlineData("aud", "another client")]
    [InlineData("iss", "https://another.example")]
    [InlineData("exp", 1_700_000_000L)]
    [InlineData("exp", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "")]
    public async Task A_token_with_a_wrong_claim_signs_nobody_in(string claim, object? value)
    {
        Provider.Person["roles"] = "admins";
        Provider.Tamper = claims =>
        {
            if (value is null)
                claims.Remove(claim);
            else
                claims[claim] = value;
        };

        await ShouldBeRefused();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_token_without_the_provider_s_signature_signs_nobody_in(bool otherKey, bool nothing)
    {
        Provider.Person["roles"] = "admins";
        (Provider.SignsWithOtherKey, Provider.SignsNothing) = (otherKey, nothing);

        await ShouldBeRefused();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("made up")]
    public async Task A_way_back_with_another_state_signs_nobody_in(string? state)
    {
        Provider.Person["roles"] = "admins";
        using var browser = Browser();
        var code = QueryHelpers.ParseQuery(new Uri(await browser.WayBack()).Query)["code"].ToString();

        var path = QueryHelpers.AddQueryString(OidcSignIn.Callback, new Dictionary<string, string?> { ["code"] = code, ["state"] = state });
        (await browser.Get(path, "*/*")).ShouldBeRefused(401, "SIGN_IN_NOT_CONFIRMED");

        (await browser.Get("/ops")).Status.Should().Be(302);
    }

    [Fact]
    public async Task A_way_back_that_another_browser_began_signs_nobody_in_and_none_works_twice()
    {
        Provider.Person["roles"] = "admins";
        using OpsBrowser attacker = Browser(), victim = Browser();
        var way = await attacker.WayBack();

        (await victim.Get(way, "*/*")).ShouldBeRefused(401, "SIGN_IN_NOT_CONFIRMED");
        (await attacker.Get(way)).Status.Should().Be(302);
        (await attacker.Get(way, "*/*")).ShouldBeRefused(401, "SIGN_IN_NOT_CONFIRMED");

        (await Host.Audit()).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_declines_at_the_provider_is_not_signed_in()
    {
        Provider.Refuses = "access_denied";

        await ShouldBeRefused();
    }

    [Theory]
    [InlineData(400, "{\"error\":\"invalid_client\",\"error_description\":\"<script>\"}")]
    [InlineData(200, "{\"access_token\":\"x\",\"token_type\":\"Bearer\"}")]
    [InlineData(200, "{\"id_token\":\"no token\",\"access_token\":\"x\",\"token_type\":\"Bearer\"}")]
    public async Task What_the_provider_answers_instead_of_a_token_signs_nobody_in(int status, string body)
    {
        Provider.Token = context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            return context.Response.WriteAsync(body);
        };

        await ShouldBeRefused();
    }

    [Fact]
    public async Task A_provider_that_is_away_is_named_and_passwords_still_work()
    {
        using var browser = Browser();
        var way = await browser.WayBack();
        await Provider.Stop();

        (await browser.Get(way, "*/*")).ShouldBeRefused(502, "SIGN_IN_PROVIDER_UNAVAILABLE");
        var fresh = new ApiHost();
        fresh.UseProvider(Provider);
        var node = await ApiHost.On(Host.Database.ConnectionString, settings: [.. fresh.Settings.Select(one => (one.Key, one.Value))]);
        try
        {
            using var other = new OpsBrowser(node.App.Urls.First());
            (await other.Get(OidcSignIn.Start, "*/*")).ShouldBeRefused(502, "SIGN_IN_PROVIDER_UNAVAILABLE");
            (await other.Get(OidcSignIn.Start)).Text.Should().Contain("The identity provider does not answer");
            (await other.Get(OidcSignIn.End, "*/*")).ShouldBeRefused(502, "SIGN_IN_PROVIDER_UNAVAILABLE");
            (await other.SignIn()).Status.Should().Be(302);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    private async Task ShouldBeRefused()
    {
        using var browser = Browser();
        (await browser.SignInByProvider()).ShouldBeRefused(401, "SIGN_IN_NOT_CONFIRMED");
        (await browser.Get("/ops")).Status.Should().Be(302);
        (await Host.Audit()).Should().BeEmpty();
    }
}
