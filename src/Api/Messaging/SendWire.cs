using System.Text.Json.Serialization;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Api.Messaging;

internal sealed record SendResponse(
    bool MessageSent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageError,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MessageCode? MessageErrorCode)
{
    public static SendResponse From(MessageOutcome outcome) => new(outcome.Sent, outcome.Problem?.Text, outcome.Problem?.Code);
}

/// <param name="Template">Null, like its language and sender, when there was none.</param>
/// <param name="At">When its status became what it is; while it is under way, when it was asked for.</param>
internal sealed record LinkDeliveryResponse(
    [property: Field("Opaque", "snd_01m7yzm1gbe3atdvy5zebzrk9y")]
    string Id, SendStatus Status,
    [property: Field("Why it is not known to be on its way, for programs", Rare = "RECIPIENT_NOT_ON_WHATSAPP")]
    MessageCode? Code,
    [property: Field("The same, for people", Rare = "The number is not on WhatsApp")]
    string? Error, string? Template, string? Language, string? SenderNumberId, DateTimeOffset At, DateTimeOffset CreatedAt)
{
    public static LinkDeliveryResponse From(LinkSend send) => new(
        send.Id.ToString(), send.Status, send.Problem?.Code, send.Problem?.Text, send.Template?.Name, send.Template?.Language,
        send.Template?.Sender.ToString(), send.SettledAt ?? send.CreatedAt,
        send.CreatedAt);
}
