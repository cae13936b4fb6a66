using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Operating;

/// <summary>
/// Checks whether links could be sent now: the number, its token and registration, its template as Meta has it, and whether Meta will
/// report what becomes of a message. Nothing is sent.
/// </summary>
internal sealed class SenderFindings(ITemplateQueries templates, IInstanceQueries instances, IMetaMessages meta)
{
    private const string Check = "sender";
    private const int Most = 20;

    public async Task<IReadOnlyList<Finding>> Read(IReadOnlyList<string> origins, CancellationToken cancellationToken)
    {
        var known = await templates.OfLinks(Most + 1, cancellationToken);
        if (known.Count == 0)
            return [new(Check, Verdict.Ok, $"No tenant sends links over WhatsApp: there is no template named {MessageTemplate.OfLinks}.")];
        var findings = new List<Finding>();
        foreach (var template in known.Take(Most))
            findings.Add(await Of(template, origins, cancellationToken));
        if (known.Count > Most)
            findings.Add(new(Check, Verdict.Ok, $"The {Most} newest templates were checked; there are more."));
        return findings;
    }

    private async Task<Finding> Of(MessageTemplate template, IReadOnlyList<string> origins, CancellationToken cancellationToken)
    {
        var problems = await Problems(template, origins, cancellationToken);
        var subject = $"Template {template.Id} ({template.Language}) of number {template.Sender.Number}";
        return problems.Count == 0
            ? new(Check, Verdict.Ok, $"{subject} can send links.")
            : new(Check, Verdict.Warning, $"{subject} cannot send links as it should: {string.Join("; ", problems)}.",
                template.Sender.Meta is null
                    ? "Connect the number again, or let the tenant name another sender."
                    : "See docs/sending.md. The tenant connects the number again, or corrects the template in WhatsApp Manager and syncs it.");
    }

    private async Task<IReadOnlyList<string>> Problems(
        MessageTemplate template, IReadOnlyList<string> origins, CancellationToken cancellationToken)
    {
        if (await instances.Find(template.Tenant, template.Sender.Number, cancellationToken) is not { } number)
            return ["the number was removed"];
        var problems = new List<string>();
        if (number.State != InstanceState.Open)
            problems.Add("the number is not connected");
        if (template.Sender.Meta is not { } named)
            return problems;
        if (template.IsForbiddenAtMeta)
            return [.. problems, MessageProblem.NoUrlAllowed.Text];

        var sender = await meta.Sender(template.Tenant, template.Sender.Number, cancellationToken);
        if (sender.Refusal is { } missing)
            return [.. problems, missing.Text];
        problems.AddRange(await meta.Check(sender.Value, cancellationToken));
        var answer = await meta.Find(sender.Value, named, cancellationToken);
        if (answer.Refusal is { } refusal)
            problems.Add(refusal.Text);
        else if (TemplateViews.Problem(template, answer.Value, origins) is { } problem)
            problems.Add(problem.Text);
        return problems;
    }
}
