using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Messaging;

public enum TemplateCategory
{
    Otp,
    Utility,
    Marketing,
}

/// <summary>The message that Meta approved: it is named, and its button carries the link.</summary>
/// <param name="UrlButton">Which of its buttons, from 0, ends in the token.</param>
public sealed record MetaTemplate(string Name, string Language, int UrlButton);

/// <param name="Meta">Null for a number that was paired by a phone, which sends the rendered text.</param>
public sealed record TemplateSender(NumberId Number, MetaTemplate? Meta);

/// <summary>The text that a tenant sends with its links, and the number that sends it.</summary>
public sealed record MessageTemplate(
    TemplateId Id, TenantId Tenant, string Name, TemplateCategory Category, TemplateLanguage Language, TemplateBody Body,
    TemplateSender Sender, DateTimeOffset CreatedAt)
{
    /// <summary>The one that links are sent with.</summary>
    public const string OfLinks = "pilot_status_remote_pairing";

    /// <summary>Among templates of one name, the one in the reader's language, else the oldest.</summary>
    public static MessageTemplate? For(string? locale, IEnumerable<MessageTemplate> templates) =>
        templates.OrderByDescending(template => TemplateLanguage.Parse(locale) is { } language ? template.Language.Likeness(language) : 0)
            .ThenBy(template => template.CreatedAt).FirstOrDefault();
}
