namespace PilotPairing.Domain.Messaging;

/// <summary>Why a link is not known to be on its way. Clients use these; the texts are for people.</summary>
public enum MessageCode
{
    TemplateNotFound,
    SenderNotConfigured,
    SenderNotConnected,
    GatewayError,
    RecipientNotOnWhatsapp,
    TemplateRejected,
    OutcomeUnknown,
    Pending,
    NoRecipient,
    SendLimited,
    LinkNotActive,
    SenderLimited,
    SenderRestricted,
}

public sealed record MessageProblem(MessageCode Code, string Text)
{
    public static readonly MessageProblem NoTemplate =
        new(MessageCode.TemplateNotFound, $"There is no template named {MessageTemplate.OfLinks} to send the link with");

    public static readonly MessageProblem NoRecipient =
        new(MessageCode.NoRecipient, "The number of this link is known when it is completed; there is nobody to send it to");

    public static readonly MessageProblem NoSender =
        new(MessageCode.SenderNotConfigured, "The number that the template is sent from was removed");

    public static readonly MessageProblem NoMetaApp =
        new(MessageCode.SenderNotConfigured,
            "The template is sent by the official API, and no Meta app is configured on this installation");

    public static readonly MessageProblem NoCredentials =
        new(MessageCode.SenderNotConfigured, "The number that the template is sent from has no credentials of a Meta number");

    public static readonly MessageProblem NotConnected =
        new(MessageCode.SenderNotConnected, "The number that the template is sent from is not connected");

    public static readonly MessageProblem NoUrlAllowed =
        new(MessageCode.TemplateRejected,
            "An authentication template of the official API cannot carry a URL; send links with a UTILITY template");

    public static readonly MessageProblem Limited =
        new(MessageCode.SendLimited, "The limit of link messages is reached: three to one recipient, or the tenant's own, within 24 hours");

    public static readonly MessageProblem DeadLink =
        new(MessageCode.LinkNotActive, "The link was used, revoked or expired before it could be sent");

    /// <summary>
    /// Expiry deletes it for good; a later expiry time makes the link usable again for clients that have its URL, but we no longer have the
    /// URL.
    /// </summary>
    public static readonly MessageProblem MissingSecret = new(
        MessageCode.LinkNotActive,
        "The link had expired before it got its new end, and its secret is not kept beyond that; rotate it and send the new one");

    public static readonly MessageProblem UnderWay =
        new(MessageCode.Pending, "The message is still being sent; the link's delivery tells how it ends");

    /// <param name="status">As Meta spells it.</param>
    public static MessageProblem NotApproved(string status) => new(
        MessageCode.TemplateRejected,
        status == ReportedTemplate.NotFound
            ? "Meta has no template of this name and language; it may have been renamed or deleted there"
            : $"Meta does not send the template: its status there is {status}");

    public static MessageProblem Unfit(FieldError problem) =>
        new(MessageCode.TemplateRejected, $"The template cannot carry the link: {problem.Field} {problem.Problem}");

    public static MessageProblem NotReported(string reason) =>
        new(MessageCode.GatewayError, $"Meta could not be asked about the template, so that nothing was sent: {reason}");

    public static MessageProblem Of(SendOutcome.Refused refused) => new(
        refused.Failure switch
        {
            SendFailure.SenderNotConnected => MessageCode.SenderNotConnected,
            SendFailure.RecipientNotOnWhatsApp => MessageCode.RecipientNotOnWhatsapp,
            SendFailure.GatewayError => MessageCode.GatewayError,
            SendFailure.TemplateRejected => MessageCode.TemplateRejected,
            SendFailure.SenderLimited => MessageCode.SenderLimited,
            SendFailure.SenderRestricted => MessageCode.SenderRestricted,
        },
        refused.Text);
}
