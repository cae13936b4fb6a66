using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Messaging;

/// <summary>
/// The text of a message, with places for the link, the number's name and the company: <c>{{link}}</c>, <c>{{name}}</c>,
/// <c>{{company}}</c>.
/// </summary>
public readonly partial record struct TemplateBody
{
    public const int Longest = 1024;
    private const string Link = "link";
    private const string Name = "name";
    private const string Company = "company";

    private TemplateBody(string text) => Text = text;

    public string Text { get; }

    public bool CarriesLink => Placeholders(Text).Contains(Link);

    /// <summary>What it names, each once, in the order in which it does.</summary>
    public IReadOnlyList<TemplatePlace> Places => [.. Placeholders(Text).Select(PlaceOf).OfType<TemplatePlace>().Distinct()];

    public static string NameOf(TemplatePlace place) => place switch
    {
        TemplatePlace.Link => Link,
        TemplatePlace.Name => Name,
        TemplatePlace.Company => Company,
    };

    /// <summary>Null for a name that a link's message has no value for.</summary>
    public static TemplatePlace? PlaceOf(string name) => name switch
    {
        Link => TemplatePlace.Link,
        Name => TemplatePlace.Name,
        Company => TemplatePlace.Company,
        _ => null,
    };

    /// <summary>
    /// Null for a text that is empty, too long, or has a place for something we do not know: it would reach the customer as it stands.
    /// </summary>
    public static TemplateBody? Parse(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= Longest && !text.Any(IsControl)
            && Placeholders(text).All(place => PlaceOf(place) is not null) ? new(text) : null;

    public static TemplateBody FromStore(string text) => new(text);

    /// <summary>In one pass: braces in a filled-in name are not expanded again.</summary>
    public string Render(string link, string name, string company) => Placeholder().Replace(Text, place => place.Groups["name"].Value switch
    {
        Link => link,
        Name => name,
        Company => company,
        _ => place.Value,
    });

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(place => place.Groups["name"].Value);

    private static bool IsControl(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');

    [GeneratedRegex(@"\{\{(?<name>.*?)\}\}", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Placeholder();
}
