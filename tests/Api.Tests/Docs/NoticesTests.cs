using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>Every package that is shipped or used stands in the notices.</summary>
public sealed partial class NoticesTests
{
    private static readonly string Notices = Guide.Read("THIRD-PARTY-NOTICES.md");

    /// <summary>Packages whose assembly has another name.</summary>
    private static readonly Dictionary<string, string> AssemblyOf = new() { ["libphonenumber-csharp"] = "PhoneNumbers" };

    [Fact]
    public void What_is_published_stands_there_in_its_version_and_nothing_else_does()
    {
        // Only what has an assembly of its own: the framework has the others.
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Select(Path.GetFileNameWithoutExtension)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var published = Locked(Path.Combine(RepositoryRoot.Path, "src", "Api", "packages.lock.json"))
            .Where(package => package.Kind != "Project" && assemblies.Contains(AssemblyOf.GetValueOrDefault(package.Name, package.Name)))
            .Select(package => $"{package.Name} {package.Version}");

        Row().Matches(Notices).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").Should().BeEquivalentTo(published);
    }

    [Fact]
    public void What_builds_and_tests_stands_there_by_name()
    {
        var nuget = Files("packages.lock.json").SelectMany(Locked).Where(package => package.Kind == "Direct")
            .Select(package => package.Name);
        var npm = Files("package.json").Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .SelectMany(package =>
                new[] { "dependencies", "devDependencies" }.Where(kind => package.TryGetProperty(kind, out _))
                    .SelectMany(kind => package.GetProperty(kind).EnumerateObject()))
            .Select(package => package.Name);

        var named = Name().Matches(Notices).Select(name => name.Value).ToHashSet();
        nuget.Concat(npm).Distinct().Where(package => !named.Contains(package)).Should().BeEmpty();
    }

    private static IEnumerable<string> Files(string name) =>
        new[] { "src", "tests", "sdk", "build" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), name, SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static IEnumerable<(string Name, string? Version, string Kind)> Locked(string file) =>
        from framework in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("dependencies").EnumerateObject()
        from package in framework.Value.EnumerateObject()
        select (package.Name, package.Value.TryGetProperty("resolved", out var version) ? version.GetString() : null,
            package.Value.GetProperty("type").GetString()!);

    [GeneratedRegex(@"^\| ([\w.-]+) \| (\d[\w.-]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"[\w@][\w./@-]*\w")]
    private static partial Regex Name();
}
