using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <summary>Asks Graph about a template and keeps the answer. Nobody is asked about texts and about authentication templates.</summary>
internal sealed class TemplateSync(IStore store, IMetaMessages meta, TimeProvider clock)
{
    public async Task<Result<MessageTemplate>> Run(MessageTemplate template, CancellationToken cancellationToken)
    {
        if (template.Sender.Meta is not { } named || template.IsForbiddenAtMeta)
            return template;
        var sender = await meta.Sender(template.Tenant, template.Sender.Number, cancellationToken);
        if (sender.Refusal is { } missing)
            return missing;
        var answer = await meta.Find(sender.Value, named, cancellationToken);
        if (answer.Refusal is { } refusal)
            return refusal;

        var report = new MetaReport(answer.Value, clock.GetUtcNow());
        await using var work = await store.Begin(cancellationToken);
        work.Templates.Report(template.Id, report);
        await work.Commit(cancellationToken);
        return template with { Report = report };
    }
}
