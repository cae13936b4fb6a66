using System.Globalization;
using System.Text.RegularExpressions;

namespace PilotPairing.Domain.Messaging;

/// <summary>A template at Meta, as Graph reports it.</summary>
/// <param name="Status">As Meta spells it; <see cref="NotFound"/> where Meta has none of this name and language.</param>
/// <param name="Language">Meta's own code, which a message must repeat exactly.</param>
public sealed record ReportedTemplate(string Status, string? Category, string Language, TemplateShape Shape)
{
    public const string NotFound = "NOT_FOUND";
    private const string Approved = "APPROVED";
    private const string Authentication = "AUTHENTICATION";

    public bool Exists => Status != NotFound;

    public bool IsApproved => Status == Approved;

    public bool IsAuthentication => Category == Authentication;

    public static ReportedTemplate None(string language) => new(NotFound, null, language, TemplateShape.Empty);
}

/// <summary>What a message of a template has to fill in.</summary>
/// <param name="IsNamed">Whether its variables have names; else they are numbered from 1.</param>
/// <param name="HeaderFormat"><c>TEXT</c>, <c>IMAGE</c>, …; null without a header.</param>
/// <param name="Header">The variables of its header.</param>
/// <param name="Body">The variables of its body, in the order in which Graph takes their values.</param>
public sealed partial record TemplateShape(
    bool IsNamed, string? HeaderFormat, IReadOnlyList<string> Header, IReadOnlyList<string> Body, IReadOnlyList<TemplateButton> Buttons)
{
    public static readonly TemplateShape Empty = new(false, null, [], [], []);

    /// <summary>The first button with a dynamic URL; null without one.</summary>
    public int? LinkButton =>
        Buttons.TakeWhile(button => button.Prefix is null).Count() is var index && index < Buttons.Count ? index : null;

    /// <summary>The variables in a text of a template, each once; numbers in their order.</summary>
    public static IReadOnlyList<string> Variables(string? text) =>
        [.. Variable().Matches(text ?? "").Select(match => match.Groups["name"].Value).Distinct()
            .OrderBy(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_]+)\s*\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}

/// <param name="Type"><c>URL</c>, <c>QUICK_REPLY</c>, …, as Meta spells it.</param>
/// <param name="Url">With its variable, which stands at its end; null for buttons of another type.</param>
public sealed record TemplateButton(string Type, string? Url)
{
    private const string Link = "URL";

    /// <summary>They take a value that a pairing link does not have.</summary>
    private static readonly string[] Foreign = ["COPY_CODE", "OTP", "CATALOG", "MPM", "SPM"];

    /// <summary>What stands before the variable of a dynamic URL; null for a button without one.</summary>
    public string? Prefix =>
        Type == Link && Url is { } url && url.IndexOf("{{", StringComparison.Ordinal) is > 0 and var end ? url[..end] : null;

    public bool NeedsForeignValue => Foreign.Contains(Type);
}
