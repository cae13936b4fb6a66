namespace PilotPairing.Application.Operating;

/// <param name="Settings">Names of the settings that differ; never what they are.</param>
public sealed record SettingDifference(string Node, IReadOnlyList<string> Settings);

/// <summary>Finds nodes that were given other settings: links would lead elsewhere, or secrets would not open there.</summary>
public static class SettingDifferences
{
    /// <summary>The other fingerprints are made with these keys, so that they cannot be compared where the keys differ.</summary>
    public const string Keys = "Encryption:Keys";

    public static IReadOnlyList<SettingDifference> Between(NodeSettings own, IEnumerable<RunningNode> others) =>
        [.. others.Select(node => new SettingDifference(node.Name, Between(own, node.Settings))).Where(found => found.Settings.Count > 0)];

    /// <summary>Servers that differ are a problem; a command that differs from them may only lack their environment.</summary>
    internal static Finding Finding(NodeSettings own, IReadOnlyList<RunningNode> running) => running switch
    {
        [] => new("nodes", Verdict.Ok, "No process serves this installation now."),
        [var first, ..] when Between(first.Settings, running) is { Count: > 0 } found => new(
            "nodes", Verdict.Problem, $"Servers were given other settings than {first.Name}: {Named(found)}.",
            "Give every node the same settings, and restart those that differ. While keys are rotated, Encryption:Keys differ until "
                + "the last node has them."),
        _ when Between(own, running) is { Count: > 0 } found => new(
            "nodes", Verdict.Warning, $"This command was given other settings than running servers: {Named(found)}.",
            "Run it with the settings of the servers, and restart servers that were started before a setting was changed."),
        _ => new("nodes", Verdict.Ok, $"The settings agree with those of every running process ({running.Count})."),
    };

    private static string Named(IEnumerable<SettingDifference> found) =>
        string.Join("; ", found.Select(node => $"{node.Node} in {string.Join(", ", node.Settings)}"));

    private static IReadOnlyList<string> Between(NodeSettings own, NodeSettings other)
    {
        if (Differs(Keys))
            return [Keys];
        return [.. own.Fingerprints.Keys.Union(other.Fingerprints.Keys).Where(Differs).Order(StringComparer.Ordinal)];

        bool Differs(string setting) =>
            own.Fingerprints.GetValueOrDefault(setting) != other.Fingerprints.GetValueOrDefault(setting);
    }
}
