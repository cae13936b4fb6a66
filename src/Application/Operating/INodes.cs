namespace PilotPairing.Application.Operating;

/// <summary>
/// The settings that have to be the same on every node, as fingerprints by name. Nothing of a value can be told from one.
/// </summary>
public sealed record NodeSettings(IReadOnlyDictionary<string, string> Fingerprints);

public sealed record RunningNode(string Name, NodeSettings Settings);

/// <summary>The processes that serve this installation.</summary>
public interface INodes
{
    NodeSettings Own { get; }

    /// <summary>Reports that this process runs, which holds for three reports' time.</summary>
    Task Report(CancellationToken cancellationToken);

    /// <summary>Those that run now, but for this one.</summary>
    Task<IReadOnlyList<RunningNode>> Others(CancellationToken cancellationToken);

    Task Leave(CancellationToken cancellationToken);
}
