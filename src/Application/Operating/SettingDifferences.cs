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

    internal static Finding Finding(NodeSettings own, IReadOnlyList<RunningNode> others) => Between(own, others) switch
    {
        [] when others.Count == 0 => new("nodes", Verdict.Ok, "No other process serves this installation now."),
        [] => new("nodes", Verdict.Ok,
            $"The settings here agree with those of {others.Count} running process{(others.Count == 1 ? "" : "es")}."),
        var found => new(
            "nodes", Verdict.Problem,
            $"Other settings than here: {string.Join("; ", found.Select(node => $"{node.Node} in {string.Join(", ", node.Settings)}"))}.",
            "Give every node the same settings, and restart those that differ. While keys are rotated, Encryption:Keys differ for a moment."),
    };

    private static IReadOnlyList<string> Between(NodeSettings own, NodeSettings other)
    {
        if (Differs(Keys))
            return [Keys];
        return [.. own.Fingerprints.Keys.Union(other.Fingerprints.Keys).Where(Differs).Order(StringComparer.Ordinal)];

        bool Differs(string setting) =>
            own.Fingerprints.GetValueOrDefault(setting) != other.Fingerprints.GetValueOrDefault(setting);
    }
}
