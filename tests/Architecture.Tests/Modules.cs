using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>Which module of a layer knows which, by the namespaces that its files import or name.</summary>
internal static partial class Modules
{
    /// <summary>What lies in the layer's own namespace; every module sees it without importing it.</summary>
    public const string Ground = "(ground)";

    /// <summary>They register every module, and no module knows them.</summary>
    private static readonly string[] Compositions =
        ["Application/ApplicationModule.cs", "Infrastructure/InfrastructureModule.cs", "Api/Program.cs"];

    /// <summary>For each module the modules that it knows, each with a file that names it.</summary>
    public static Dictionary<string, Dictionary<string, string>> Known(IEnumerable<(string Path, string Text)> sources)
    {
        var files = sources.Where(source => !Compositions.Contains(source.Path)).ToList();
        var modules = files.Select(file => Of(file.Path)).ToHashSet(StringComparer.Ordinal);
        var declared = files.ToLookup(file => Of(file.Path), file =>
            Declaration().Matches(file.Text).Select(match => match.Groups["name"].Value));
        var types = modules.ToDictionary(module => module, module =>
            declared[module].SelectMany(names => names).ToHashSet(StringComparer.Ordinal));
        var known = modules.ToDictionary(module => module, _ => new Dictionary<string, string>());
        foreach (var (path, text) in files)
        {
            var module = Of(path);
            foreach (var named in Named(path.Split('/')[0], Comment().Replace(text, ""), types)
                .Where(named => named != module && modules.Contains(named)))
                known[module].TryAdd(named, path);
            if (module != Ground)
                known[module].TryAdd(Ground, path);
        }

        return known;
    }

    /// <summary>A way from a module back to itself, as a sentence a step; empty where there is none.</summary>
    public static IReadOnlyList<string> Circle(Dictionary<string, Dictionary<string, string>> known)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var module in known.Keys.Order(StringComparer.Ordinal))
        {
            if (Walk(known, module, [], done) is { } way)
                return [.. way.Zip(way.Skip(1)).Select(step => $"{step.First} knows {step.Second} in {known[step.First][step.Second]}")];
        }

        return [];
    }

    private static List<string>? Walk(
        Dictionary<string, Dictionary<string, string>> known, string module, List<string> way, HashSet<string> done)
    {
        if (way.IndexOf(module) is >= 0 and var start)
            return [.. way[start..], module];
        if (done.Contains(module))
            return null;
        way.Add(module);
        foreach (var next in known.GetValueOrDefault(module)?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
        {
            if (Walk(known, next, way, done) is { } circle)
                return circle;
        }

        way.RemoveAt(way.Count - 1);
        done.Add(module);
        return null;
    }

    private static string Of(string path) => path.Split('/') is [_, var module, _, ..] ? module : Ground;

    private static IEnumerable<string> Named(string layer, string code, Dictionary<string, HashSet<string>> types) =>
        Qualified().Matches(code).Where(match => match.Groups["layer"].Value == layer).Select(match => match.Groups["module"].Value)
            .Concat(Short().Matches(code)
                .Where(match => types.TryGetValue(match.Groups["module"].Value, out var names)
                    && names.Contains(match.Groups["type"].Value))
                .Select(match => match.Groups["module"].Value));

    [GeneratedRegex(@"\bPilotPairing\.(?<layer>[A-Z]\w+)\.(?<module>[A-Z]\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Qualified();

    /// <summary>A namespace named from beside it, as in <c>Links.LinkId</c>.</summary>
    [GeneratedRegex(@"(?<![\w.])(?<module>[A-Z]\w+)\.(?<type>[A-Z]\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Short();

    [GeneratedRegex(@"^(public|internal)\s+((static|sealed|abstract|partial|readonly)\s+)*(class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
