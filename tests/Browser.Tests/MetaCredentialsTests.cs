using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The form for credentials: what is wrong stands beside its field, with and without a script, and a secret comes back in no answer.
/// </summary>
[Collection(SecondSiteCollection.Name)]
public sealed class MetaCredentialsTests(Site site)
{
    private const string Secret = "EAAtopsecret4711";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Right_credentials_connect_the_number_and_the_receipt_says_how_to_go_back(bool withScript)
    {
        var phone = site.NewPhone();
        var link = await site.NewMetaLink("credentials", new { redirectUrl = "https://app.example.com/done" });
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = withScript });
        var examined = new TaskCompletionSource();
        await browser.RouteAsync("https://app.example.com/**", async route =>
        {
            await examined.Task;
            await route.FulfillAsync(new() { Body = "back home" });
        });
        var page = await browser.NewPageAsync();
        var answers = Record(page);
        await page.GotoAsync(link.Url);
        await Fill(page, phone, "  " + Secret + "\t");
        await page.ClickAsync("button[type=submit]");

        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync(Site.Shown(phone));
        await Expect(page.Locator("[data-screen=connected]")).ToContainTextAsync("Business settings");
        await Expect(page.Locator("[data-screen=connected] .primary"))
            .ToHaveAttributeAsync("href", new Regex("^https://app.example.com/done\\?status=success&numberId=num_"));
        examined.SetResult();
        if (withScript)
            await page.WaitForURLAsync("https://app.example.com/**");
        answers.Should().NotBeEmpty().And.OnlyContain(answer => !answer.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_wrong_stands_beside_its_field_which_takes_the_focus(bool withScript)
    {
        var link = await site.NewMetaLink("credentials");
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = withScript });
        var page = await browser.NewPageAsync();
        var answers = Record(page);
        await page.GotoAsync(link.Url);
        await Fill(page, "12 34", Secret);
        await page.FillAsync("[name=pin]", "12345");
        await page.FillAsync("[name=name]", "Front desk");
        // Browsers check by themselves where no script does; not all of them do.
        if (!withScript)
            await page.EvaluateAsync("document.querySelector('form.fields').noValidate = true");
        await page.ClickAsync("button[type=submit]");

        var field = page.Locator("[name=phoneNumberId]");
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAccessibleDescriptionAsync(new Regex("Copy the phone number ID from Meta"));
        await Expect(page.Locator("#field-pin-wrong")).ToHaveTextAsync("The PIN has exactly 6 digits.");
        await Expect(page.Locator("#field-wabaId-wrong")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-said]")).ToHaveTextAsync("Please check the marked fields. Nothing was connected.");
        (await page.InputValueAsync("[name=name]")).Should().Be("Front desk");
        (await page.InputValueAsync("[name=accessToken]")).Should()
            .Be(withScript ? Secret : "", "an answer that held it could be kept somewhere");
        page.Url.Should().Be(link.Url);
        answers.Should().OnlyContain(answer => !answer.Contains(Secret, StringComparison.Ordinal));
        if (withScript)
        {
            await field.FillAsync("1234");
            await Expect(field).Not.ToHaveAttributeAsync("aria-invalid", "true");
        }
    }

    [Theory]
    [InlineData("refused", true, "#field-accessToken-wrong", "Meta does not recognise this token")]
    [InlineData("refused", false, "#field-accessToken-wrong", "Meta does not recognise this token")]
    [InlineData("unreachable", true, "[data-said]", "Meta is not answering right now")]
    [InlineData("unreachable", false, "[data-said]", "Meta is not answering right now")]
    public async Task Meta_s_answer_is_explained_and_nothing_has_to_be_typed_twice(
        string token, bool withScript, string place, string sentence)
    {
        var phone = site.NewPhone();
        var link = await site.NewMetaLink("credentials");
        await using var browser = await site.Open(new() { Locale = "en-US", JavaScriptEnabled = withScript });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link.Url);
        await Fill(page, phone, token);
        await page.ClickAsync("button[type=submit]");
        await Expect(page.Locator(place)).ToContainTextAsync(sentence);
        (await page.InputValueAsync("[name=phoneNumberId]")).Should().Be(phone);

        await page.FillAsync("[name=accessToken]", Secret);
        await page.ClickAsync("button[type=submit]");
        await Expect(page.Locator("[data-screen=connected]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_form_is_shown_in_no_frame_and_takes_no_post_from_elsewhere()
    {
        var link = await site.NewMetaLink("credentials");
        using var page = await site.Http.GetAsync(new Uri(link.Url));
        string.Join(",", page.Headers.GetValues("Content-Security-Policy")).Should().StartWith("default-src 'none'; script-src 'self';")
            .And.EndWith("frame-ancestors 'none'").And.NotContain("facebook");
        using var request = new HttpRequestMessage(HttpMethod.Post, link.Url)
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["credentials"] = "1",
                    ["phoneNumberId"] = site.NewPhone(),
                    ["wabaId"] = "1",
                    ["accessToken"] = Secret
                }),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await site.Http.SendAsync(request);
        ((int)refused.StatusCode).Should().Be(403);
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready");
    }

    private static async Task Fill(IPage page, string phoneNumberId, string token)
    {
        await page.FillAsync("[name=phoneNumberId]", phoneNumberId);
        await page.FillAsync("[name=wabaId]", "9" + Regex.Replace(phoneNumberId, "[^0-9]", ""));
        await page.FillAsync("[name=accessToken]", token);
    }

    /// <summary>Every body and address that came back.</summary>
    private static List<string> Record(IPage page)
    {
        var answers = new List<string>();
        page.Response += async (_, response) =>
        {
            lock (answers)
                answers.Add(response.Url + string.Join(' ', response.Headers.Values));
            if (response.Headers.TryGetValue("content-type", out var type)
                && type.StartsWith("text/event-stream", StringComparison.Ordinal))
                return;
            try
            {
                var body = await response.TextAsync();
                lock (answers)
                    answers.Add(body);
            }
            catch (PlaywrightException)
            {
                // A redirect, or a page that was left meanwhile.
            }
        };
        return answers;
    }
}
