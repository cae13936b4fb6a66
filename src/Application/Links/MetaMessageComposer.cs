using System.Text.RegularExpressions;
using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>What a message says; the URL ends in the link's token.</summary>
internal sealed record MessageWords(string Url, string Name, string Company)
{
    public string Of(TemplatePlace place) => place switch
    {
        TemplatePlace.Link => Url,
        TemplatePlace.Name => Name,
        TemplatePlace.Company => Company,
    };

    public override string ToString() => "[message words]";
}

/// <summary>
/// Fills a template at Meta, by what Graph reports of it. Whatever can be known to fail is refused before a message is sent.
/// </summary>
internal sealed partial class MetaMessageComposer(
    IMetaMessages meta, TemplateSync sync, TemplateViews views, ITenantDirectory tenants, TimeProvider clock)
{
    public async Task<ComposedMessage> Write(
        SendId send, MessageTemplate template, Instance from, PhoneNumber recipient, MessageWords words,
        CancellationToken cancellationToken)
    {
        if (template.IsForbiddenAtMeta)
            return MessageProblem.NoUrlAllowed;
        var sender = await meta.Sender(template.Tenant, from.Id, cancellationToken);
        if (sender.Refusal is { } missing)
            return missing is MetaNotConfigured ? MessageProblem.NoMetaApp : MessageProblem.NoCredentials;
        if (from.State != InstanceState.Open)
            return MessageProblem.NotConnected;
        if (template.Report?.IsFreshAt(clock.GetUtcNow()) != true)
        {
            var synced = await sync.Run(template, cancellationToken);
            if (synced.Refusal is { } refusal && template.Report is null)
                return Unreported(refusal);
            template = synced.Refusal is null ? synced.Value : template;
        }

        var mode = (await tenants.Find(template.Tenant, cancellationToken))!.Mode;
        var origins = await views.Origins(template.Tenant, cancellationToken);
        if (views.Problem(template, mode, origins) is { } problem)
            return problem;
        var reported = template.Report!.Template;
        var fit = TemplateFit.Of(template, reported, origins);
        return new(new TemplateMessage(sender.Value, new(send, recipient, template.Sender.Meta!.Name, reported.Language)
        {
            Header = Values(fit.Header, words),
            Body = Values(fit.Body, words),
            Buttons = [.. fit.Buttons.Select(button => new MetaButtonValue(button.Index, button.BeforeToken + TokenOf(words.Url)))],
        }), null);
    }

    private static List<MetaValue> Values(IReadOnlyList<TemplateSlot> slots, MessageWords words) =>
        [.. slots.Select(slot => new MetaValue(slot.Name, Blanks().Replace(words.Of(slot.Place).Trim(), " ")))];

    private static string TokenOf(string url) => url[(url.LastIndexOf('/') + 1)..];

    private static MessageProblem Unreported(Refusal refusal) => refusal is MetaRejected rejected
        ? MessageProblem.Of(new SendOutcome.Refused(MetaErrors.FailureOf(rejected.Number, rejected.Subcode), MetaErrors.Text(rejected)))
        : MessageProblem.NotReported(refusal.Text);

    /// <summary>Meta refuses values with line breaks, tabs and more than four blanks in a row.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
