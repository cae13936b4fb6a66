using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// Signing in to the operations pages by an identity provider of another site in a real browser, which keeps strict cookies from its
/// redirects and form-action from its address.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class OpsProviderTests(Site site)
{
    [Theory]
    [InlineData(360, ColorScheme.Light, true)]
    [InlineData(360, ColorScheme.Dark, false)]
    [InlineData(1280, ColorScheme.Dark, true)]
    public async Task A_person_signs_in_by_the_provider_and_out_at_both(int width, ColorScheme scheme, bool scripts)
    {
        await using var provider = await StubIdentityProvider.Start();
        provider.Person["roles"] = "admins";
        await using var host = await PublishedHost.Start(
            ("Ops__Oidc__Authority", provider.Issuer), ("Ops__Oidc__ClientId", StubIdentityProvider.ClientId),
            ("Ops__Oidc__ClientSecret", StubIdentityProvider.ClientSecret), ("Ops__Oidc__OperatorValues__0", "admins"),
            ("Ops__Oidc__DisplayName", "Example Staff"));
        // Another site than the provider's: the same machine by another name.
        var url = host.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await host.RestartAs(url);
        await using var browser = await site.Open(
            new()
            {
                Locale = "en-US",
                ColorScheme = scheme,
                JavaScriptEnabled = scripts,
                ViewportSize = new() { Width = width, Height = 800 }
            });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };

        await page.GotoAsync(url + "/ops/links");
        await Seen(page, $"ops-sign-in-provider-{width}-{scheme}", scripts);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Staff" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(url + "/ops/links");
        await Expect(page.Locator(".who")).ToContainTextAsync("oidc:maria@example.com");
        await Seen(page, $"ops-by-provider-{width}-{scheme}", scripts);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Seen(page, $"ops-signed-out-provider-{width}-{scheme}", scripts);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out of Example Staff as well" }).ClickAsync();
        await Expect(page.GetByText("signed out at the provider")).ToBeVisibleAsync();

        provider.Person["roles"] = "guests";
        await page.GotoAsync(url + "/ops/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example Staff" }).ClickAsync();
        await Expect(page.GetByText("OPERATOR_ROLE_MISSING")).ToBeVisibleAsync();
        await Seen(page, $"ops-no-role-{width}-{scheme}", scripts);
        complaints.Where(text => !text.Contains("403", StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <param name="scripts">Without them axe would wait for ever.</param>
    private static async Task Seen(IPage page, string name, bool scripts)
    {
        await page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png"),
                FullPage = true,
            });
        (await Fit.LayoutProblems(page)).Should().BeEmpty(name);
        if (scripts)
            (await Accessibility.ViolationsOn(page)).Should().BeEmpty(name);
    }
}
