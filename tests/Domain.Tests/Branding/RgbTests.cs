using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Domain.Tests.Branding;

/// <summary>Whatever two colours a tenant chooses, people can read what the page makes of them.</summary>
public sealed class RgbTests
{
    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#25D366", "#ffffff", 1.98)]
    public void Contrast_is_measured_as_WCAG_does(string one, string two, double expected)
    {
        Rgb.Parse(one)!.Value.ContrastWith(Rgb.Parse(two)!.Value).Should().BeApproximately(expected, 0.01);
        Rgb.Parse(two)!.Value.ContrastWith(Rgb.Parse(one)!.Value).Should().BeApproximately(expected, 0.01);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("red")]
    [InlineData("#fff")]
    [InlineData("#12345g")]
    [InlineData("#1234567")]
    [InlineData("#123456\n")]
    public void What_is_no_colour_is_none(string? text) => Rgb.Parse(text).Should().BeNull();

    [Fact]
    public void Every_colour_becomes_readable_on_every_ground_and_ink_reads_on_it() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte, byte, byte, byte, byte)>(),
        bytes =>
        {
            var (color, ground) = (new Rgb(bytes.Item1, bytes.Item2, bytes.Item3), new Rgb(bytes.Item4, bytes.Item5, bytes.Item6));
            return color.ReadableOn(ground, Rgb.Text).ContrastWith(ground) >= Rgb.Text
                && color.ReadableOn(ground, Rgb.Control).ContrastWith(ground) >= Rgb.Control
                && color.Ink.ContrastWith(color) >= Rgb.Text
                && Rgb.Parse(color.ToString()) == color;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_colour_that_reads_already_stays_what_it_is()
    {
        var green = Rgb.Parse("#0b7a5b")!.Value;
        green.ReadableOn(new(255, 255, 255), Rgb.Text).Should().Be(green);
    }
}
