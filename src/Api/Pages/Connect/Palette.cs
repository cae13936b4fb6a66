using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// A tenant's two colours as the page uses them in light and in dark: moved just as far as people need in order to read, and no further. A
/// button has the colour itself; where that would not stand out from the background, it gets an edge.
/// </summary>
internal static class Palette
{
    private const double DarkGround = 0.03;
    private const double DarkTint = 0.02;
    private static readonly Rgb DefaultPrimary = Rgb.Parse("#0b7a5b")!.Value;
    private static readonly Rgb LightPage = Rgb.Parse("#f2f4f3")!.Value;
    private static readonly Rgb DarkPage = Rgb.Parse("#0e1311")!.Value;
    private static readonly Rgb LightCard = Rgb.Parse("#ffffff")!.Value;
    private static readonly Rgb DarkCard = Rgb.Parse("#18201d")!.Value;
    // What controls may lie on besides the card, and a little closer to them.
    private static readonly Rgb LightWash = Rgb.Parse("#f4f7f5")!.Value;
    private static readonly Rgb DarkWash = Rgb.Parse("#1f2925")!.Value;

    /// <summary>A style sheet of custom properties. It holds nothing but colours that we wrote ourselves.</summary>
    public static string StyleSheet(string? primaryColor, string? backgroundColor)
    {
        var primary = Rgb.Parse(primaryColor) ?? DefaultPrimary;
        var background = Rgb.Parse(backgroundColor);
        var (fill, ink) = primary.AsFill();
        var light = Properties(primary, background ?? LightPage, LightCard, LightWash);
        var dark = Properties(primary, background?.DarkenedTo(DarkGround) ?? DarkPage, Tinted(DarkCard),
            Tinted(DarkWash)) + $";--wash:{Tinted(DarkWash)}";
        // The tile of the QR code is white in the dark, too.
        return $":root{{{light};--fill:{fill};--fill-ink:{ink};--tile-edge:{primary.ReadableOn(LightCard, Rgb.Control)}}}@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}@media screen{{:root[data-theme=dark]{{{dark}}}}}";

        // A dark card has the hue of its tenant's colours, no more than a breath of it.
        Rgb Tinted(Rgb dark) => (background ?? Rgb.Parse(primaryColor)) is { } tint ? dark.Mix(tint.DarkenedTo(DarkTint), 0.5) : dark;
    }

    private static string Properties(Rgb primary, Rgb page, Rgb card, Rgb wash)
    {
        var ink = page.Ink.Mix(page, 0.1).ReadableOn(page, Rgb.Text);
        var soft = page.Ink.Mix(page, 0.32).ReadableOn(page, Rgb.Text);
        return $"--page:{page};--page-ink:{ink};--page-soft:{soft};--card:{card};--edge:{primary.ReadableOn(wash, Rgb.Control)};--accent:{primary.ReadableOn(wash, Rgb.Text)}";
    }
}
