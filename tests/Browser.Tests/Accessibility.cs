using System.Text.Json;
using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The rules of WCAG 2.2 AA and the good practices beside them, asked of a page by axe-core. What a page embeds is asked for itself.
/// </summary>
internal static class Accessibility
{
    /// <summary>What a theme alone can change.</summary>
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    private const string Ask =
        """
        async (rules) => {
          const found = await axe.run(document, {
            runOnly: rules.length ? { type: 'rule', values: rules } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            rules: rules.length ? {} : { 'target-size': { enabled: true } },
            resultTypes: ['violations'],
            iframes: false,
          });
          return {
            passes: found.passes.length,
            violations: found.violations.map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.target.join(' ') + ' ' + node.any.map((check) => check.message).join('; ')).join(' | ')),
          };
        }
        """;

    public static async Task<IReadOnlyList<string>> ViolationsOn(IPage page)
    {
        var (passes, violations) = await Run(page, []);
        passes.Should().BeGreaterThan(10, "a page on which no rule passes was not looked at");
        return violations;
    }

    public static async Task<IReadOnlyList<string>> ColourViolationsOn(IPage page)
    {
        var (passes, violations) = await Run(page, OfColours);
        (passes + violations.Count).Should().BePositive("a page without any text was not looked at");
        return violations;
    }

    /// <summary>
    /// Both themes on one page: everything in the light, and in the dark what a theme can change, which takes a fraction of the time.
    /// </summary>
    /// <param name="see">Called in each.</param>
    public static async Task<IReadOnlyList<string>> ViolationsInBothThemes(IPage page, Func<ColorScheme, Task>? see = null)
    {
        var found = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var violations = scheme == ColorScheme.Light ? await ViolationsOn(page) : await ColourViolationsOn(page);
            found.AddRange(violations.Select(violation => $"{scheme}: {violation}"));
            if (see is not null)
                await see(scheme);
        }

        return found;
    }

    private static async Task<(int Passes, IReadOnlyList<string> Violations)> Run(IPage page, string[] rules)
    {
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'"))
            await page.EvaluateAsync(await Npm.Read("axe-core/axe.min.js"));
        var found = await page.EvaluateAsync<JsonElement>(Ask, rules);
        return (found.GetProperty("passes").GetInt32(),
            [.. found.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()!)]);
    }
}
