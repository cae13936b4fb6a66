using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Messaging;

public enum TemplateCategory
{
    Otp,
    Utility,
    Marketing,
}

/// <summary>The message that Meta approved: it is named, and a button or a variable of it carries the link.</summary>
/// <param name="UrlButton">Which of its buttons, from 0, ends in the token; null is whichever can.</param>
public sealed record MetaTemplate(string Name, TemplateLanguage Language, int? UrlButton);

/// <summary>What Graph said of a template when it was asked last.</summary>
public sealed record MetaReport(ReportedTemplate Template, DateTimeOffset At)
{
    private static readonly TimeSpan ApprovedFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan OtherFor = TimeSpan.FromMinutes(1);

    /// <summary>Before a message is sent by it, an older report is asked for again; what was not approved may be since.</summary>
    public bool IsFreshAt(DateTimeOffset now) => now < At + (Template.IsApproved ? ApprovedFor : OtherFor);
}

/// <param name="Meta">Null for a number that was paired by a phone, which sends the rendered text.</param>
public sealed record TemplateSender(NumberId Number, MetaTemplate? Meta);

/// <summary>The text that a tenant sends with its links, and the number that sends it.</summary>
public sealed record MessageTemplate(
    TemplateId Id, TenantId Tenant, string Name, TemplateCategory Category, TemplateLanguage Language, TemplateBody Body,
    TemplateSender Sender, DateTimeOffset CreatedAt)
{
    /// <summary>The one that links are sent with.</summary>
    public const string OfLinks = "pilot_status_remote_pairing";

    /// <summary>Null for texts, and while Graph was never asked.</summary>
    public MetaReport? Report { get; init; }

    /// <summary>An authentication template cannot carry a URL, so that Meta is never asked about one.</summary>
    public bool IsForbiddenAtMeta => Sender.Meta is not null && Category == TemplateCategory.Otp;

    /// <summary>Among templates of one name, the one in the reader's language, else the oldest.</summary>
    public static MessageTemplate? For(string? locale, IEnumerable<MessageTemplate> templates) =>
        templates.OrderByDescending(template => TemplateLanguage.Parse(locale) is { } language ? template.Language.Likeness(language) : 0)
            .ThenBy(template => template.CreatedAt).FirstOrDefault();
}
