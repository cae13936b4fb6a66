using System.Globalization;
using System.Text.Json;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>
/// <c>{"value":{"metadata":{"phone_number_id":"…"},"statuses":[{"id":"wamid.…","status":"failed","timestamp":"1780000000","errors":[…]}]}}</c>:
/// Meta's page on status webhooks.
/// </summary>
internal static class GraphReceipt
{
    private const int LongestId = 256;

    /// <summary>The year 9999, behind which there are no dates.</summary>
    private const long LatestSecond = 253_402_300_799;

    public static IEnumerable<MessageReceipt> In(JsonElement change)
    {
        var value = LenientJson.Member(change, "value");
        if (MetaId.Parse(LenientJson.Text(LenientJson.Member(value, "metadata"), "phone_number_id")) is not { } sender)
            yield break;
        foreach (var status in LenientJson.Items(LenientJson.Member(value, "statuses")))
        {
            if (KindOf(LenientJson.Text(status, "status")) is { } kind
                && LenientJson.Text(status, "id") is { Length: > 0 and <= LongestId } id && !id.Contains('\0', StringComparison.Ordinal))
                yield return new(id, SendOf(status), sender, kind, kind == ReceiptKind.Failed ? ProblemOf(status) : null, TimeOf(status));
        }
    }

    private static ReceiptKind? KindOf(string? status) => status switch
    {
        "sent" => ReceiptKind.Sent,
        "delivered" => ReceiptKind.Delivered,
        "read" or "played" => ReceiptKind.Read,
        "failed" => ReceiptKind.Failed,
        _ => null,
    };

    private static SendId? SendOf(JsonElement status) =>
        Guid.TryParse(LenientJson.Text(status, "biz_opaque_callback_data"), out var id) ? new SendId(id) : null;

    private static MessageProblem ProblemOf(JsonElement status)
    {
        var error = LenientJson.Items(LenientJson.Member(status, "errors")).FirstOrDefault();
        var secrets = LenientJson.Text(status, "recipient_id") is { Length: > 0 } recipient ? new[] { recipient } : [];
        var rejected = GraphAnswer.RejectionIn(error, secrets);
        return MessageProblem.Of(
            new SendOutcome.Refused(MetaErrors.FailureOf(rejected.Number, rejected.Subcode), MetaErrors.Text(rejected)));
    }

    private static DateTimeOffset TimeOf(JsonElement status) =>
        long.TryParse(LenientJson.Text(status, "timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < LatestSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue;
}
