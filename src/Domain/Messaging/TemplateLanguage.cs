using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Messaging;

/// <summary>A language tag, kept as it was written: <c>pt-BR</c> and Meta's <c>pt_BR</c> are the same language.</summary>
public readonly partial record struct TemplateLanguage
{
    private TemplateLanguage(string value) => Value = value;

    public string Value { get; }

    /// <summary>As it is compared.</summary>
    public string Key => Value.Replace('_', '-').ToLowerInvariant();

    /// <summary>As Meta writes languages: <c>pt_BR</c>. Its codes are case-sensitive.</summary>
    public string MetaCode
    {
        get
        {
            var parts = Value.Split('-', '_');
            return string.Join('_', [parts[0].ToLowerInvariant(), .. parts[1..].Select(part => part.ToUpperInvariant())]);
        }
    }

    private string Primary => Key.Split('-')[0];

    public static TemplateLanguage? Parse(string? text) => text is not null && Shape().IsMatch(text) ? new(text) : null;

    public static TemplateLanguage FromStore(string value) => new(value);

    /// <summary>How well it serves somebody who reads <paramref name="other"/>: 2 the same, 1 the same but for the region, 0 not.</summary>
    public int Likeness(TemplateLanguage other) => Key == other.Key ? 2 : Primary == other.Primary ? 1 : 0;

    public override string ToString() => Value;

    [GeneratedRegex(@"^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
