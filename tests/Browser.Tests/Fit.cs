using Microsoft.Playwright;

namespace PilotPairing.Browser.Tests;

/// <summary>Whether everything on a page can be seen: nothing sticks out sideways, nothing is cut off.</summary>
internal static class Fit
{
    private const string Ask =
        """
        () => {
          const width = document.documentElement.clientWidth;
          const found = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
          for (const one of document.body.querySelectorAll('*')) {
            if (one.closest('.quiet-voice, template, svg') || !one.checkVisibility({ visibilityProperty: true })) continue;
            const box = one.getBoundingClientRect();
            const name = one.tagName + (one.className ? '.' + one.className : '');
            if (box.width && (box.left < -0.5 || box.right > width + 0.5)) found.push(name + ' sticks out');
            const clips = getComputedStyle(one).overflowX !== 'visible';
            if (clips && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)) found.push(name + ' is cut');
          }
          return found;
        }
        """;

    public static async Task<IReadOnlyList<string>> LayoutProblems(IPage page) => await page.EvaluateAsync<string[]>(Ask);
}
