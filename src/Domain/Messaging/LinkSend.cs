using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Messaging;

public enum SendStatus
{
    Pending,

    /// <summary>The gateway may have it from here on: nobody begins it a second time.</summary>
    Sending,
    Sent,

    /// <summary>Meta reports that a phone has it.</summary>
    Delivered,
    Read,
    Failed,

    /// <summary>It may have been sent. Only the one who called the gateway may still learn how it ended.</summary>
    Unknown,
}

/// <summary>The template as it was chosen; it may be removed since.</summary>
public sealed record ChosenTemplate(TemplateId Id, string Name, string Language, NumberId Sender);

/// <summary>One message that carries a link to its customer. What it says is written when it is sent and kept nowhere.</summary>
public sealed record LinkSend(
    SendId Id, TenantId Tenant, LinkId Link, ChosenTemplate? Template, SendStatus Status, MessageProblem? Problem,
    DateTimeOffset CreatedAt, DateTimeOffset? SettledAt)
{
    public bool WasSent => Status is SendStatus.Sent or SendStatus.Delivered or SendStatus.Read;

    public bool IsUnderWay => Status is SendStatus.Pending or SendStatus.Sending;

    /// <param name="template">Null fails it at once.</param>
    public static LinkSend Of(PairingLink link, MessageTemplate? template, DateTimeOffset now) => template is null
        ? new(SendId.New(now), link.Tenant, link.Id, null, SendStatus.Failed, MessageProblem.NoTemplate, now, now)
        : new(SendId.New(now), link.Tenant, link.Id, new(template.Id, template.Name, template.Language.Value, template.Sender.Number),
            SendStatus.Pending, null, now, null);
}
