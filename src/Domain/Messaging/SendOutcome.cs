namespace PilotPairing.Domain.Messaging;

/// <summary>How sending one message ended, as far as that can be known.</summary>
public abstract record SendOutcome
{
    /// <summary>The sending side took it. Whether a phone has shown it is not known.</summary>
    public sealed record Accepted(string? MessageId) : SendOutcome;

    /// <summary>It was certainly not sent.</summary>
    public sealed record Refused(SendFailure Failure, string Text) : SendOutcome;

    /// <summary>It may have been sent: nobody sends it again by himself.</summary>
    public sealed record Unknown(string Text) : SendOutcome;
}

public enum SendFailure
{
    SenderNotConnected,
    RecipientNotOnWhatsApp,
    GatewayError,

    /// <summary>The template is paused, gone, not approved, or takes other values than it was reported to.</summary>
    TemplateRejected,

    /// <summary>The sending side slows the sender down, or the messages to this recipient.</summary>
    SenderLimited,

    /// <summary>The sender's account is restricted until its owner settles that.</summary>
    SenderRestricted,
}
