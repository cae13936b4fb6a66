using PilotPairing.Domain.Messaging;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed record TemplateRow(
    Guid Id, Guid TenantId, string Name, TemplateCategory Category, string Language, string Body, Guid SenderId, string? MetaName,
    string? MetaLanguage, int? MetaUrlButton, string? MetaReport, DateTimeOffset? MetaReportedAt, DateTimeOffset CreatedAt)
{
    public const string Columns =
        "id, tenant_id, name, category, language, body, sender_id, meta_name, meta_language, meta_url_button, "
            + "meta_report::text as meta_report, meta_reported_at, created_at";

    public MessageTemplate ToTemplate() => new(
        new(Id), new(TenantId), Name, Category, TemplateLanguage.FromStore(Language), TemplateBody.FromStore(Body),
        new(new(SenderId), MetaName is null ? null : new(MetaName, TemplateLanguage.FromStore(MetaLanguage!), MetaUrlButton)), CreatedAt)
    {
        Report = MetaReport is null ? null : new(ReportJson.Read(MetaReport), MetaReportedAt!.Value),
    };
}
