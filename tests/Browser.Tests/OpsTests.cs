using Microsoft.Playwright;
using PilotPairing.Testing;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>The operations pages as an operator uses them, with and without JavaScript: signing in, the jobs, signing out.</summary>
[Collection(SiteCollection.Name)]
public sealed class OpsTests(Site site)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task An_operator_signs_in_requeues_a_failed_job_and_signs_out(int width)
    {
        var job = await site.Host.FailedJob();
        await using var browser =
            await site.Open(new() { Locale = "en-US", ViewportSize = new() { Width = width, Height = 800 } });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
            { if (message.Type == "error" && !message.Text.Contains("401", StringComparison.Ordinal)) complaints.Add(message.Text); };

        await page.GotoAsync(site.Host.Url + "/ops/jobs/jobs/failed");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ops/sign-in"));
        await Seen(page, $"ops-sign-in-{width}");
        await SignIn(page, "wrong");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("User or password is wrong.");
        await Seen(page, $"ops-sign-in-wrong-{width}");
        await SignIn(page, PublishedHost.OpsPassword);

        await Expect(page).ToHaveURLAsync(site.Host.Url + "/ops/jobs/jobs/failed");
        await Picture(page, $"ops-jobs-failed-{width}");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue();
        await page.CheckAsync($"input.js-jobs-list-checkbox[value='{job}']");
        await page.ClickAsync("[data-url$='/failed/requeue']");
        await Expect(page.Locator($"input.js-jobs-list-checkbox[value='{job}']")).ToHaveCountAsync(0);
        (await site.Host.StateOfJob(job)).Should().NotBe("Failed");
        await page.GotoAsync(site.Host.Url + "/ops/jobs");
        await Picture(page, $"ops-jobs-{width}");
        await page.GotoAsync(site.Host.Url + "/ops/jobs/recurring");
        await Picture(page, $"ops-jobs-recurring-{width}");

        await page.GotoAsync(site.Host.Url + "/ops");
        await Seen(page, $"ops-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(site.Host.Url + "/ops/sign-in");
        await page.GotoAsync(site.Host.Url + "/ops");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/ops/sign-in"));
        complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Signing_in_and_out_needs_no_script()
    {
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(site.Host.Url + "/ops");
        await SignIn(page, PublishedHost.OpsPassword);
        await Expect(page).ToHaveURLAsync(site.Host.Url + "/ops");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(site.Host.Url + "/ops/sign-in");
    }

    private static async Task SignIn(IPage page, string password)
    {
        await page.GetByLabel("User", new() { Exact = true }).FillAsync("ops");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task Seen(IPage page, string name)
    {
        (await Accessibility.ViolationsInBothThemes(page, scheme => Picture(page, $"{name}-{scheme}"))).Should().BeEmpty(name);
        (await Fit.LayoutProblems(page)).Should().BeEmpty(name);
    }

    private static Task<byte[]> Picture(IPage page, string name) =>
        page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(RepositoryRoot.Path, "artifacts", "screenshots", name.ToLowerInvariant() + ".png"),
                FullPage = true
            });
}
