using System.Text;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>Keeps the last figures of each part, so that running one part again replaces its section only.</summary>
internal sealed class Report(string root)
{
    private const string Beginning =
        """
        # Benchmarks

        `build/bench` measures these figures and writes this page; `build/bench deliveries` measures one part again. The product is the published
        Release build on a PostgreSQL with the settings of production, everything on one machine. Controls run in the same minutes, in alternating
        rounds; figures are medians of the rounds. On a busy machine compare the ratios only.

        """;

    private readonly string _folder = Path.Combine(root, "artifacts", "bench", "parts");

    public void Save(string part, string markdown)
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, part + ".md"), markdown);
    }

    public void Write(IEnumerable<string> parts)
    {
        var text = new StringBuilder(Beginning);
        foreach (var file in parts.Select(part => Path.Combine(_folder, part + ".md")).Where(File.Exists))
            text.AppendLine().Append(File.ReadAllText(file));
        var page = Path.Combine(root, "docs", "benchmarks.md");
        File.WriteAllText(page, text.ToString());
        Console.WriteLine($"Written: {page}");
    }
}
