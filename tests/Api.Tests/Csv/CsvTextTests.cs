using System.Text;
using PilotPairing.Api.Csv;

namespace PilotPairing.Api.Tests.Csv;

/// <summary>Each cell by itself; what the exports put into them is tested with the exports.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+5511999999999", "'+5511999999999")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("'=1", "'=1")]
    [InlineData("açaí 🍧 الهاتف", "açaí 🍧 الهاتف")]
    public void A_cell_is_quoted_where_it_must_be_and_never_a_formula(string? cell, string written) =>
        Line(cell).Should().Be(written + "\r\n");

    [Fact]
    public void Cells_stand_between_commas() => Line("a", null, "c").Should().Be("a,,c\r\n");

    private static string Line(params string?[] cells)
    {
        var text = new StringBuilder();
        CsvText.AppendLine(text, cells);
        return text.ToString();
    }
}
