namespace PilotPairing.Application.Instances;

public sealed record NumberChange
{
    /// <summary>A number is never without one.</summary>
    public Optional<string> Name { get; init; }

    public Optional<string> ExternalRef { get; init; }

    /// <summary>Replaces all pairs.</summary>
    public Optional<IReadOnlyDictionary<string, string>> Metadata { get; init; }
}
