using System.Globalization;

namespace PilotPairing.Domain.Branding;

/// <summary>A colour, and the arithmetic of WCAG 2.2 that decides whether people can read on it.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The least contrast of text.</summary>
    public const double Text = 4.5;

    /// <summary>The least contrast of a control against what it lies on.</summary>
    public const double Control = 3;

    private const int Steps = 50;
    private const int MostDarkening = 15;
    private static readonly Rgb Black = new(0, 0, 0);
    private static readonly Rgb White = new(255, 255, 255);

    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>Black or white, whichever reads better; the better of the two always reaches <see cref="Text"/>.</summary>
    public Rgb Ink => ContrastWith(White) >= ContrastWith(Black) ? White : Black;

    /// <summary>
    /// This colour as the fill of a button, and what is written on it: white wherever darkening by at most a seventh makes it readable,
    /// since black on a strong blue, red or pink looks broken however well it measures; black on every lighter colour.
    /// </summary>
    public (Rgb Fill, Rgb Ink) AsFill()
    {
        for (var percent = 0; percent <= MostDarkening; percent++)
        {
            var fill = Mix(Black, percent / 100.0);
            if (fill.ContrastWith(White) >= Text)
                return (fill, White);
        }

        return (this, Black);
    }

    public static Rgb? Parse(string? text) =>
        text is { Length: 7 } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit)
            ? new(Channel(text, 1), Channel(text, 3), Channel(text, 5))
            : null;

    public double ContrastWith(Rgb other)
    {
        var (one, two) = (Luminance, other.Luminance);
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    /// <summary>
    /// This colour, moved no further towards black or white than <paramref name="least"/> contrast on <paramref name="ground"/> asks for.
    /// </summary>
    public Rgb ReadableOn(Rgb ground, double least)
    {
        var end = ground.Ink;
        for (var step = 0; step < Steps; step++)
        {
            var moved = Mix(end, (double)step / Steps);
            if (moved.ContrastWith(ground) >= least)
                return moved;
        }

        return end;
    }

    /// <summary>This colour as a dark theme's ground: as dark as asked, its hue kept.</summary>
    public Rgb DarkenedTo(double luminance)
    {
        for (var step = 0; step < Steps; step++)
        {
            var moved = Mix(Black, (double)step / Steps);
            if (moved.Luminance <= luminance)
                return moved;
        }

        return Black;
    }

    public Rgb Mix(Rgb other, double share) =>
        new(Between(Red, other.Red, share), Between(Green, other.Green, share), Between(Blue, other.Blue, share));

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));

    private static byte Channel(string text, int at) =>
        byte.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
