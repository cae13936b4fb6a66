using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>A message with its link in clear: it lives between the envelope and the gateway, and prints as nothing.</summary>
internal abstract record LinkMessage
{
    public sealed override string ToString() => "[message]";
}

internal sealed record TextMessage(GatewaySession Sender, PhoneNumber Recipient, string Text) : LinkMessage;

internal sealed record TemplateMessage(MetaSender Sender, MetaMessage Message) : LinkMessage;

/// <param name="LinkMessage">Null when there is a problem.</param>
/// <param name="IsMeta">A Meta number is to send it: what fails is published, too.</param>
internal sealed record ComposedMessage(LinkMessage? LinkMessage, MessageProblem? Problem, bool IsMeta = false)
{
    public static implicit operator ComposedMessage(MessageProblem problem) => new(null, problem);
}

/// <summary>Writes a message at the moment it is sent, from what is true then.</summary>
internal sealed class MessageComposer(
    ILinkQueries links, ILinkUrls urls, ITemplateQueries templates, IInstanceQueries instances, ITenantDirectory tenants,
    MetaMessageComposer meta, BrandingDefaults defaults, TimeProvider clock)
{
    public async Task<ComposedMessage> Write(LinkSend send, CancellationToken cancellationToken)
    {
        if (await links.Find(send.Tenant, send.Link, cancellationToken) is not { Number: { } number } link
            || link.StatusAt(clock.GetUtcNow()) != LinkStatus.Active
            || await instances.Find(send.Tenant, number, cancellationToken) is not { } instance)
            return MessageProblem.DeadLink;
        if (await urls.Of(link, cancellationToken) is not { } url)
            return MessageProblem.MissingSecret;
        if (send.Template is not { } chosen || await templates.Find(send.Tenant, chosen.Id, cancellationToken) is not { } template)
            return MessageProblem.NoTemplate;
        if (await instances.Find(send.Tenant, template.Sender.Number, cancellationToken) is not { } sender)
            return MessageProblem.NoSender;

        var unnamed = defaults with { NeutralTitle = NeutralSender.In(template.Language.Value) };
        var branding = ResolvedBranding.Resolve(BrandingLayer.Empty, link.Terms.Branding,
            await tenants.BrandingOf(send.Tenant, cancellationToken), unnamed);
        var words = new MessageWords(url, instance.Name.Value, branding.CompanyName);
        if (template.Sender.Meta is not null)
            return await meta.Write(send.Id, template, sender, instance.Number, words, cancellationToken) with { IsMeta = true };
        if (sender.State != InstanceState.Open)
            return MessageProblem.NotConnected;
        return new(new TextMessage(GatewaySession.Of(sender), instance.Number, template.Body.Render(url, words.Name, words.Company)), null);
    }
}
