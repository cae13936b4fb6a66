using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// A tenant's colours as the page uses them in light and in dark: moved just as far as people need in order to read, and no further. A
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
    private static readonly (string Name, Rgb Color)[] Tones =
        [("warn", Rgb.Parse("#9a5b00")!.Value), ("good", Rgb.Parse("#0b7a5b")!.Value), ("bad", Rgb.Parse("#b3261e")!.Value)];

    /// <summary>A style sheet of custom properties, for behind the page's own. It holds nothing but what we wrote ourselves.</summary>
    public static string StyleSheet(ResolvedBranding? branding = null)
    {
        var chosen = Rgb.Parse(branding?.PrimaryColor);
        var primary = chosen ?? DefaultPrimary;
        var background = Rgb.Parse(branding?.BackgroundColor);
        var card = Rgb.Parse(branding?.CardColor);
        var (fill, ink) = primary.AsFill();
        var light = Properties(primary, background ?? LightPage, card ?? LightCard, card is { } own ? WashOn(own) : LightWash);
        var darkCard = card?.DarkenedTo(DarkGround) ?? Tinted(DarkCard);
        var darkWash = card is null ? Tinted(DarkWash) : WashOn(darkCard);
        var dark = Properties(primary, background?.DarkenedTo(DarkGround) ?? DarkPage, darkCard, darkWash)
            + (card is null ? $";--wash:{darkWash}" : ";" + CardProperties(darkCard));
        // The tile of the QR code is white in the dark, too.
        return $":root{{{light};--fill:{fill};--fill-ink:{ink};--tile-edge:{primary.ReadableOn(LightCard, Rgb.Control)}{Shape(branding)}}}"
            // Paper has no colour of a card.
            + (card is { } screen ? $"@media screen{{:root{{{CardProperties(screen)}}}}}" : "")
            + $"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
            + $"@media screen{{:root[data-theme=dark]{{{dark}}}}}";

        // A dark card has the hue of its tenant's colours, no more than a breath of it.
        Rgb Tinted(Rgb dark) => (background ?? chosen) is { } tint ? dark.Mix(tint.DarkenedTo(DarkTint), 0.5) : dark;
    }

    private static string Properties(Rgb primary, Rgb page, Rgb card, Rgb wash)
    {
        var ink = page.Ink.Mix(page, 0.1).ReadableOn(page, Rgb.Text);
        var soft = page.Ink.Mix(page, 0.32).ReadableOn(page, Rgb.Text);
        return $"--page:{page};--page-ink:{ink};--page-soft:{soft};--card:{card};--edge:{primary.ReadableOn(wash, Rgb.Control)};--accent:{primary.ReadableOn(wash, Rgb.Text)}";
    }

    /// <summary>What lies on a card whose colour a tenant chose.</summary>
    private static string CardProperties(Rgb card)
    {
        var wash = WashOn(card);
        var ink = card.Ink.Mix(card, 0.08).ReadableOn(wash, Rgb.Text);
        var soft = card.Ink.Mix(card, 0.3).ReadableOn(wash, Rgb.Text);
        var tones = Tones.Select(tone => $"--{tone.Name}:{tone.Color.ReadableOn(wash, Rgb.Text)}");
        return $"--ink:{ink};--soft:{soft};--line:{card.Mix(card.Ink, 0.14)};--wash:{wash};{string.Join(';', tones)}";
    }

    /// <summary>A shade of the card, where its letters can still be read on it.</summary>
    private static Rgb WashOn(Rgb card)
    {
        var wash = card.Mix(card.Ink, 0.04);
        return wash.ContrastWith(card.Ink) >= Rgb.Text ? wash : card;
    }

    private static string Shape(ResolvedBranding? branding) =>
        (branding?.CornerRadius is { } corner ? $";--corner:{corner}px" : "")
        + (branding?.FontFamily is { } family && family != FontFamily.System ? $";--font:{LettersOf(family)}" : "");

    private static string LettersOf(FontFamily family) => family switch
    {
        FontFamily.Humanist => "Seravek,\"Gill Sans Nova\",Ubuntu,Calibri,\"DejaVu Sans\",sans-serif",
        FontFamily.Geometric => "Avenir,\"Avenir Next\",Montserrat,Corbel,\"URW Gothic\",sans-serif",
        FontFamily.Serif => "Charter,\"Bitstream Charter\",\"Sitka Text\",Cambria,Georgia,serif",
        FontFamily.Mono => "ui-monospace,\"Cascadia Code\",\"Source Code Pro\",Menlo,Consolas,\"DejaVu Sans Mono\",monospace",
        _ => "system-ui,sans-serif",
    };
}
