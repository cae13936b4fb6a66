using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed class TemplateRepository(Transaction transaction) : ITemplates
{
    public async Task<bool> Add(MessageTemplate template)
    {
        transaction.Made = new(template.Id.ToString(), template.Id.Value);
        return await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            insert into templates (id, tenant_id, name, category, language, language_key, body, sender_id, meta_name, meta_language,
                meta_url_button, created_at)
            values (@id, @tenant, @Name, @category, @language, @key, @body, @sender, @metaName, @metaLanguage, @metaButton, @CreatedAt)
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
                metaLanguage = template.Sender.Meta?.Language,
                metaButton = template.Sender.Meta?.UrlButton,
                template.CreatedAt,
            },
            cancellationToken: transaction.CancellationToken)) == 1;
    }

    public async Task<bool> Remove(Caller caller, TemplateId id) =>
        await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            "delete from templates where id = @id and tenant_id = @tenant and (@number is null or sender_id = @number)",
            new { id = id.Value, tenant = caller.Tenant.Value, number = caller.Number?.Value },
            cancellationToken: transaction.CancellationToken)) == 1;
}
