using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <param name="Problem">Why it cannot be sent, for people; null when it can, once its sender is connected.</param>
public sealed record TemplateView(MessageTemplate Template, string? Problem);

/// <summary>Says whether a template can be sent by this installation.</summary>
internal sealed class TemplateViews(IMetaMessages meta, ConnectAddress connect, IPublicAddress address)
{
    public async Task<TemplateView> Of(Caller caller, MessageTemplate template, CancellationToken cancellationToken) =>
        new(template, Problem(template, caller.Mode, await Origins(caller.Tenant, cancellationToken))?.Text);

    /// <summary>All on which links of the tenant work, its own first.</summary>
    public async Task<IReadOnlyList<string>> Origins(TenantId tenant, CancellationToken cancellationToken) =>
        [.. address.ConnectUrls.Prepend(await connect.Of(tenant, cancellationToken)).Distinct()];

    public MessageProblem? Problem(MessageTemplate template, TenantMode mode, IReadOnlyList<string> origins)
    {
        if (template.Sender.Meta is null)
            return null;
        if (template.IsForbiddenAtMeta)
            return MessageProblem.NoUrlAllowed;
        if (!meta.IsAvailable(mode))
            return MessageProblem.NoMetaApp;
        return template.Report is { } report
            ? Problem(template, report.Template, origins) : MessageProblem.NotReported("it has not answered yet");
    }

    public static MessageProblem? Problem(MessageTemplate template, ReportedTemplate reported, IReadOnlyList<string> origins)
    {
        if (reported.Exists && TemplateFit.Of(template, reported, origins).Problem is { } unfit)
            return MessageProblem.Unfit(unfit);
        return reported.IsApproved ? null : MessageProblem.NotApproved(reported.Status);
    }
}
