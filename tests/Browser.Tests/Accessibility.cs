using System.Text.Json;
using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// The rules of WCAG 2.2 AA and the good practices beside them, asked of a page by axe-core. What a page embeds is asked for itself.
/// </summary>
internal static class Accessibility
{
    private const string Ask =
        """
        async () => {
          const found = await axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            rules: { 'target-size': { enabled: true } },
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
        if (!await page.EvaluateAsync<bool>("typeof axe === 'object'"))
            await page.EvaluateAsync(await Npm.Read("axe-core/axe.min.js"));
        var found = await page.EvaluateAsync<JsonElement>(Ask);
        found.GetProperty("passes").GetInt32().Should().BeGreaterThan(10, "a page on which no rule passes was not looked at");
        return [.. found.GetProperty("violations").EnumerateArray().Select(violation => violation.GetString()!)];
    }
}
