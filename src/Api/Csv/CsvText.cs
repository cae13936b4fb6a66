using System.Buffers;
using System.Globalization;
using System.Text;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Csv;

/// <summary>Lines of CSV as RFC 4180 has them, in which no cell is a formula to a spreadsheet.</summary>
internal static class CsvText
{
    /// <summary>
    /// What spreadsheets begin a formula with, the wide forms of East Asian keyboards too, and what they drop before one.
    /// </summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static void AppendLine(StringBuilder text, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, cells[i] ?? "");
        }

        text.Append("\r\n");
    }

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? time) => time is { } at ? InstantJsonConverter.Written(at) : null;

    private static void Append(StringBuilder text, string cell)
    {
        var plain = cell.Length > 0 && FormulaStarts.Contains(cell[0]) ? "'" + cell : cell;
        if (plain.AsSpan().ContainsAny(NeedsQuotes))
            text.Append('"').Append(plain.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else
            text.Append(plain);
    }
}
