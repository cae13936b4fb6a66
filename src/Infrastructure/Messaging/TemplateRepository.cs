using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed class TemplateRepository(Transaction transaction) : ITemplates
{
    private static readonly TimeSpan Approved = TimeSpan.FromHours(1);

    /// <summary>For one that Meta reviews, paused or does not have.</summary>
    private static readonly TimeSpan Waiting = TimeSpan.FromMinutes(5);

    public async Task<bool> Add(MessageTemplate template)
    {
        transaction.Made = new(template.Id.ToString(), template.Id.Value);
        return await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            insert into templates (id, tenant_id, name, category, language, language_key, body, sender_id, meta_name, meta_language,
                meta_url_button, meta_report, meta_reported_at, meta_due_at, created_at)
            values (@id, @tenant, @Name, @category, @language, @key, @body, @sender, @metaName, @metaLanguage, @metaButton, @report::jsonb,
                @reportedAt, @dueAt, @CreatedAt)
            on conflict (tenant_id, name, language_key) do nothing
            """,
            new
            {
                id = template.Id.Value,
                tenant = template.Tenant.Value,
                template.Name,
                category = template.Category.ToString(),
                language = template.Language.Value,
                key = template.Language.Key,
                body = template.Body.Text,
                sender = template.Sender.Number.Value,
                metaName = template.Sender.Meta?.Name,
                metaLanguage = template.Sender.Meta?.Language.Value,
                metaButton = template.Sender.Meta?.UrlButton,
                report = template.Report is { } report ? ReportJson.Write(report.Template) : null,
                reportedAt = template.Report?.At,
                dueAt = template.Sender.Meta is null || template.IsForbiddenAtMeta ? default(DateTimeOffset?)
                    : template.Report is { } first ? DueAfter(first) : template.CreatedAt + Waiting,
                template.CreatedAt,
            },
            cancellationToken: transaction.CancellationToken)) == 1;
    }

    public void Report(TemplateId id, MetaReport report) => transaction.Queue(
        """
        update templates set meta_report = @report::jsonb, meta_reported_at = @at, meta_due_at = @dueAt
         where id = @id and (meta_reported_at is null or meta_reported_at <= @at)
        """,
        ("id", id.Value), ("report", ReportJson.Write(report.Template)), ("at", report.At), ("dueAt", DueAfter(report)));

    public void RequestReport(TemplateId id) =>
        transaction.Queue("update templates set meta_due_at = now() where id = @id and meta_due_at is not null", ("id", id.Value));

    public void RequestReports(IReadOnlyList<NumberId> senders) => transaction.Queue(
        "update templates set meta_due_at = now() where sender_id = any(@senders) and meta_due_at is not null",
        ("senders", senders.Select(sender => sender.Value).ToArray()));

    private static DateTimeOffset DueAfter(MetaReport report) => report.At + (report.Template.IsApproved ? Approved : Waiting);

    public async Task<bool> Remove(Caller caller, TemplateId id) =>
        await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            "delete from templates where id = @id and tenant_id = @tenant and (@number is null or sender_id = @number)",
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value },
            cancellationToken: transaction.CancellationToken)) == 1;
}
