namespace PilotPairing.Domain.Numbers;

/// <summary>What the SaaS calls a number; shown to its customer, kept out of logs.</summary>
public readonly record struct DisplayName
{
    private DisplayName(string value) => Value = value;

    public string Value { get; }

    public static DisplayName? Parse(string? text)
    {
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || trimmed.Any(char.IsControl))
            return null;
        return trimmed.EnumerateRunes().Count() <= 120 ? new(trimmed) : null;
    }

    public static DisplayName FromStore(string value) => new(value);

    public override string ToString() => "[name]";
}
