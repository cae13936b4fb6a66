using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>One file of <c>Migrations/</c>, named <c>0001_what_it_does.sql</c>.</summary>
/// <param name="IsRepeatable">It makes only what is missing, and is applied again whenever it was altered.</param>
internal sealed record MigrationScript(string Name, string Sql, bool IsRepeatable = false)
{
    private static readonly string Folder = $"{typeof(MigrationScript).Namespace}.Migrations.";

    public int Number => int.Parse(Name.AsSpan(0, Name.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    /// <summary>The same whatever line endings a checkout gave the file.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Those of this build, and Hangfire's tables before them.</summary>
    public static IReadOnlyList<MigrationScript> Embedded() =>
    [
        new("0000_jobs.sql", JobTables.Sql, IsRepeatable: true),
        .. typeof(MigrationScript).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => new MigrationScript(name[Folder.Length..], Read(name))),
    ];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(MigrationScript).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
