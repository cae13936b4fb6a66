using System.Text.RegularExpressions;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>
/// Twelve colours of real brands on the page, in light and in dark: read, told apart, and white where people expect white.
/// </summary>
public sealed class BrandColorTests
{
    public static TheoryData<string, bool> Brands => new()
    {
        { "#1877f2", true }, { "#ea1d2c", true }, { "#0086ff", true }, { "#e6007e", true }, { "#25d366", false }, { "#ffc400", false },
        { "#ff6600", false }, { "#820ad1", true }, { "#00a868", false }, { "#111111", true }, { "#fafafa", false }, { "#635bff", true },
    };

    [Theory]
    [MemberData(nameof(Brands))]
    public void A_button_can_be_read_and_looks_as_people_know_it(string brand, bool isWhite)
    {
        var color = Rgb.Parse(brand)!.Value;
        foreach (var (name, sheet) in Sheets(brand))
        {
            var (fill, ink) = (Value(sheet, "fill"), Value(sheet, "fill-ink"));
            ink.ContrastWith(fill).Should().BeGreaterThanOrEqualTo(Rgb.Text, name);
            ink.ToString().Should().Be(isWhite ? "#ffffff" : "#000000", name);
            if (!isWhite)
                fill.Should().Be(color, "what is light enough for black stays as it is");
            color.Luminance.Should().BeGreaterThanOrEqualTo(fill.Luminance);
        }
    }

    [Theory]
    [MemberData(nameof(Brands))]
    public void Text_accents_and_edges_are_seen_on_the_card_of_both_themes(string brand, bool isWhite)
    {
        foreach (var (name, sheet) in Sheets(brand))
        {
            var (card, wash) = (Value(sheet, "card"), name == "dark" ? Value(sheet, "wash") : Rgb.Parse("#f4f7f5")!.Value);
            var texts = name == "dark"
                ? new[] { "#ebf1ee", "#abb9b2", "#f2b35b", "#4fc79d", "#ff9d94" } : ["#14201b", "#52605a", "#9a5b00", "#0b7a5b", "#b3261e"];
            foreach (var ground in new[] { card, wash })
            {
                foreach (var text in texts)
                    Rgb.Parse(text)!.Value.ContrastWith(ground).Should()
                        .BeGreaterThanOrEqualTo(Rgb.Text, $"{text} on {ground} in {name}, white is {isWhite}");
                Value(sheet, "accent").ContrastWith(ground).Should().BeGreaterThanOrEqualTo(Rgb.Text, name);
                Value(sheet, "edge").ContrastWith(ground).Should().BeGreaterThanOrEqualTo(Rgb.Control, name);
            }

            Value(sheet, "page-ink").ContrastWith(Value(sheet, "page")).Should().BeGreaterThanOrEqualTo(Rgb.Text, name);
        }
    }

    [Fact]
    public void A_dark_card_takes_its_tint_from_the_tenant_and_the_products_own_stays()
    {
        Value(Dark(Sheet(new() { PrimaryColor = "#820ad1" })), "card").Should()
            .NotBe(Value(Dark(Sheet(new() { PrimaryColor = "#ff6600" })), "card"));
        Value(Dark(Sheet(new())), "card").ToString().Should().Be("#18201d");
        var card = Value(Dark(Sheet(new() { PrimaryColor = "#820ad1" })), "card");
        (card.Blue > card.Green && card.Red > card.Green).Should().BeTrue("a violet tenant's card is a violet black");
    }

    [Theory]
    [MemberData(nameof(Brands))]
    [InlineData("#757575", true)]
    [InlineData("#777777", true)]
    [InlineData("#7f7f7f", false)]
    [InlineData("#ffffff", false)]
    [InlineData("#000000", true)]
    public void What_lies_on_a_card_of_any_colour_can_be_read_in_both_themes(string card, bool isWhite)
    {
        var sheet = Sheet(new() { CardColor = card, PrimaryColor = "#25d366" });
        var light = sheet[..sheet.IndexOf("@media screen and", StringComparison.Ordinal)];
        Value(light, "card").ToString().Should().Be(card);
        Value(Dark(sheet), "card").Luminance.Should().BeLessThanOrEqualTo(0.03);

        foreach (var (name, part) in new[] { ("light", light), ("dark", sheet) })
        {
            foreach (var ground in new[] { Value(part, "card"), Value(part, "wash") })
            {
                foreach (var text in new[] { "ink", "soft", "warn", "good", "bad", "accent" })
                    Value(part, text).ContrastWith(ground).Should().BeGreaterThanOrEqualTo(
                        Rgb.Text, $"{text} on {ground} in {name}, whose letters are {(isWhite ? "white" : "black")}");
                Value(part, "edge").ContrastWith(ground).Should().BeGreaterThanOrEqualTo(Rgb.Control, name);
            }
        }
    }

    [Fact]
    public void A_card_of_any_colour_is_white_on_paper() =>
        Sheet(new() { CardColor = "#101010" }).Should().MatchRegex(@"^:root\{(?:(?!--ink:)[^}])*\}@media screen\{:root\{--ink:");

    [Fact]
    public void Corners_and_letters_are_those_of_the_tenant_and_otherwise_the_products()
    {
        Sheet(new() { CornerRadius = 0, FontFamily = FontFamily.Serif }).Should().Contain("--corner:0px;--font:Charter,");
        Sheet(new() { FontFamily = FontFamily.System }).Should().NotContain("--font").And.NotContain("--corner");
    }

    private static string Sheet(BrandingLayer branding) =>
        Palette.StyleSheet(ResolvedBranding.Resolve(new(), new(), branding, new(null, "", "")));

    private static IEnumerable<(string Name, string Sheet)> Sheets(string brand)
    {
        var sheet = Sheet(new() { PrimaryColor = brand });
        var light = sheet[..sheet.IndexOf('@', StringComparison.Ordinal)];
        // What dark does not set again is light's.
        return [("light", light), ("dark", light + Dark(sheet))];
    }

    private static string Dark(string sheet) => sheet[sheet.IndexOf('@', StringComparison.Ordinal)..];

    private static Rgb Value(string sheet, string name) => Rgb.Parse(Property(name).Matches(sheet)[^1].Groups[1].Value)!.Value;

    private static Regex Property(string name) => new($"--{name}:(#[0-9a-f]{{6}})", RegexOptions.CultureInvariant);
}
