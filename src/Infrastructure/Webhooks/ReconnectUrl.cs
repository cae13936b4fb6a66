using System.Text.Json;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Links;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// The one secret that an event contains: the URL of the link that came with a lost connection. It is put into the body of each attempt;
/// what is stored and shown of event and answer has a word in its place.
/// </summary>
internal sealed class ReconnectUrl(LinkUrls links)
{
    public const string Redacted = "[redacted]";
    private const string Member = "\"reconnectUrl\":";
    private const string Written = Member + "\"" + Redacted + "\"";

    /// <summary>The body as it is sent. A link that can no longer be used has no URL any more.</summary>
    public async Task<(string Body, string? Url)> Fill(DueDelivery pending, CancellationToken cancellationToken)
    {
        // The last one: what stands before it may be metadata of the tenant, what follows is ours.
        var at = pending.LinkId is null ? -1 : pending.Body!.LastIndexOf(Written, StringComparison.Ordinal);
        if (at < 0)
            return (pending.Body!, null);

        var url = await links.Of(pending.TenantId, pending.LinkId!.Value, cancellationToken);
        var value = url is null ? "null" : $"\"{JsonEncodedText.Encode(url)}\"";
        return (string.Concat(pending.Body.AsSpan(0, at), Member, value, pending.Body.AsSpan(at + Written.Length)), url);
    }

    /// <summary>Receivers echo what they were sent; our log must not keep it.</summary>
    public static string? Redact(string? answer, string? url) =>
        url is null ? answer
            : answer?.Replace(url[url.LastIndexOf(PairingToken.Prefix, StringComparison.Ordinal)..], Redacted, StringComparison.Ordinal);
}
