using System.Globalization;
using System.Text.Json;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>The phone's texts as shipped, and what an operator's file (<c>Page:TextsFile</c>) replaces of them.</summary>
internal static class PhoneTextsFile
{
    private const int Longest = 400;
    private const string Placeholder = "{0}";
    private static readonly string[] Members = ["text", "date", "source"];

    public static IReadOnlyDictionary<string, PhoneTexts> Shipped { get; } = Texts.All.ToDictionary(texts => texts.Tag, texts =>
        ReadShipped(texts.Tag));

    /// <summary>The texts of each language, and every problem of the file at once, each with its key.</summary>
    public static (IReadOnlyDictionary<string, PhoneTexts> Texts, IReadOnlyList<string> Problems) Read(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            return (Shipped, []);
        var problems = new List<string>();
        var read = Shipped.Keys.ToDictionary(language => language, _ => new Dictionary<string, string>());
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path));
            foreach (var language in MembersOf(file.RootElement, "it", problems))
            {
                if (!read.TryGetValue(language.Name, out var texts))
                    problems.Add($"{language.Name} is not a language of the page: {string.Join(", ", read.Keys)}");
                else
                    ReadLanguage(language, texts, problems);
            }
        }
        catch (JsonException exception)
        {
            problems.Add($"it is not JSON, at line {exception.LineNumber + 1}");
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            problems.Add($"it cannot be read: {exception.Message}");
        }

        return (Shipped.ToDictionary(texts => texts.Key, texts => texts.Value.With(read[texts.Key])),
            [.. problems.Select(problem => $"Page:TextsFile {path}: {problem}.")]);
    }

    private static void ReadLanguage(JsonProperty language, Dictionary<string, string> texts, List<string> problems)
    {
        foreach (var entry in MembersOf(language.Value, language.Name, problems))
        {
            var key = $"{language.Name} {entry.Name}";
            // What one language alone has, such as the words of older apps, any may have.
            if ((Shipped[language.Name].Find(entry.Name)
                ?? Shipped.Values.Select(shipped => shipped.Find(entry.Name)).FirstOrDefault(text => text is not null)) is not { } usual)
                problems.Add($"{key} is not a text of the page");
            else if (texts.ContainsKey(entry.Name))
                problems.Add($"{key} stands there twice");
            else if (TextOf(entry, key, usual, problems) is { } text)
                texts[entry.Name] = text;
        }
    }

    private static string? TextOf(JsonProperty entry, string key, string usual, List<string> problems)
    {
        string? text = null;
        foreach (var member in MembersOf(entry.Value, key, problems))
        {
            if (!Members.Contains(member.Name))
                problems.Add($"{key} has an unknown member {member.Name}");
            else if (member.Value.ValueKind != JsonValueKind.String)
                problems.Add($"{key}: {member.Name} must be a string");
            else if (member.NameEquals("text"))
                text = member.Value.GetString()!.Trim();
            else if (member.NameEquals("date")
                && !DateOnly.TryParseExact(member.Value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                    out _))
                problems.Add($"{key}: date must be a day as YYYY-MM-DD");
        }

        if (text is null)
        {
            if (entry.Value.ValueKind == JsonValueKind.Object && !entry.Value.TryGetProperty("text", out _))
                problems.Add($"{key} has no text");
            return null;
        }

        if (Fault(text, usual) is not { } fault)
            return text;
        problems.Add($"{key}: text {fault}");
        return null;
    }

    private static string? Fault(string text, string usual)
    {
        if (text.Length == 0 || text.EnumerateRunes().Count() > Longest || text.Any(char.IsControl))
            return $"must be 1 to {Longest} characters without control characters";
        if (text.Split("**").Length % 2 == 0)
            return "opens ** and does not close it";
        var takesValue = usual.Contains(Placeholder, StringComparison.Ordinal);
        var rest = takesValue ? text.Replace(Placeholder, "", StringComparison.Ordinal) : text;
        return !rest.AsSpan().ContainsAny('{', '}') ? null : takesValue ? $"may have no braces but {Placeholder}" : "may have no braces";
    }

    private static JsonProperty[] MembersOf(JsonElement element, string name, List<string> problems)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return [.. element.EnumerateObject()];
        problems.Add($"{name} must be a JSON object");
        return [];
    }

    private static PhoneTexts ReadShipped(string language)
    {
        using var stream = typeof(PhoneTextsFile).Assembly.GetManifestResourceStream($"phone.{language}.json")!;
        using var file = JsonDocument.Parse(stream);
        return new(file.RootElement.EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("text").GetString()!));
    }
}
