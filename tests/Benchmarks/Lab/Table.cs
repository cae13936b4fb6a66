using System.Globalization;
using System.Text;

namespace PilotPairing.Benchmarks.Lab;

/// <param name="Reached">Null where there is no goal.</param>
internal sealed record Line(string What, string Measured, string Control, string Goal, bool? Reached);

/// <summary>The figures of one part, as text for people and as Markdown.</summary>
internal sealed class Table(string title)
{
    private readonly List<Line> _lines = [];
    private readonly List<string> _notes = [];

    public void Add(string what, string measured, string control, string goal, bool? reached)
    {
        _lines.Add(new(what, measured, control, goal, reached));
        Console.WriteLine($"  {what}: {measured}{(control.Length > 0 ? $" (control {control})" : "")}; goal {goal}{Mark(reached)}");
    }

    /// <summary>What a reader must know to judge the figures.</summary>
    public void Note(string note) => _notes.Add(note);

    public string Markdown(string machine)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine().AppendLine(machine).AppendLine();
        text.AppendLine("| what | measured | control | goal | reached |").AppendLine("|---|---|---|---|---|");
        foreach (var line in _lines)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {line.What} | {line.Measured} | {line.Control} | {line.Goal} |{Mark(line.Reached).TrimEnd('.')} |");
        if (_notes.Count > 0)
            text.AppendLine();
        foreach (var note in _notes)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        return text.ToString();
    }

    private static string Mark(bool? reached) => reached switch { true => " yes.", false => " **no**.", null => "" };
}

internal static class Figures
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(0.5);

    public static double Percentile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0
            ? double.NaN : sorted[Math.Min(sorted.Count - 1,
                (int)Math.Ceiling(share * sorted.Count) - 1 < 0 ? 0 : (int)Math.Ceiling(share * sorted.Count) - 1)];
    }

    public static string PerSecond(this double rate) => rate.ToString("#,##0", CultureInfo.InvariantCulture) + "/s";

    public static string Milliseconds(this double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    public static string Times(this double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture) + " ×";
}
