using System.Globalization;
using PilotPairing.Application.Links;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Ops;

/// <param name="Tone">A class of the style sheet: good, bad, or none.</param>
/// <param name="Path">The page that has more of it.</param>
internal sealed record OpsMoment(DateTimeOffset At, string Title, string? Detail = null, string Tone = "", string? Path = null);

/// <summary>What happened to a link in the order in which it happened.</summary>
internal static class LinkTimeline
{
    public static IReadOnlyList<OpsMoment> Of(LinkDetail detail, OpsLinkHistory history) =>
        [.. OfRow(detail).Concat(Attempts(history)).Concat(Messages(detail)).Concat(Deliveries(history)).OrderBy(moment => moment.At)];

    private static IEnumerable<OpsMoment> OfRow(LinkDetail detail)
    {
        var (link, funnel) = (detail.Link, detail.Funnel);
        yield return new(link.CreatedAt, "Created", link.RotatedAt is null ? $"ends {Written(link.ExpiresAt)}" : null);
        if (link.RotatedAt is { } rotated)
            yield return new(rotated, "Got a new secret", $"ends {Written(link.ExpiresAt)}");
        if (funnel.OpenedAt is { } opened)
            yield return new(opened, "Opened", Openings(detail));
        if (funnel.StartedAt is { } started)
            yield return new(started, "Pairing started", $"{detail.Attempts} attempts until now");
        if (funnel.ScannedAt is { } scanned)
            yield return new(scanned, "Scanned", detail.PhoneMessage is { } said ? $"the phone said: {said}" : null);
        if (funnel.ConnectedAt is { } connected)
            yield return new(connected, "Connected", Tone: "good");
        if (funnel.AbandonedAt is { } abandoned)
            yield return new(abandoned, "Abandoned", detail.FailureReason, "bad");
    }

    /// <summary>Only the last browser is kept.</summary>
    private static string? Openings(LinkDetail detail) => (detail.Opens, detail.Visitor) switch
    {
        ( > 1, { } visitor) => $"{detail.Opens} times until now, last with {OpsText.Visitor(visitor)}",
        ( > 1, null) => $"{detail.Opens} times until now",
        (_, { } visitor) => OpsText.Visitor(visitor),
        _ => null,
    };

    private static IEnumerable<OpsMoment> Attempts(OpsLinkHistory history)
    {
        foreach (var attempt in history.Attempts)
        {
            var by = attempt.Method is { } method ? $" by {OpsText.Word(method)}" : "";
            yield return new(attempt.StartedAt, $"Attempt{by}", $"up to artifact {attempt.Sequence}");
            if (attempt.EndedAt is { } ended)
            {
                var failure = attempt.FailureCode;
                // It was reopened when its gateway was back; it ended because that was away.
                var phase = failure is not null && attempt.Phase == PairingPhase.Ready ? PairingPhase.GatewayUnavailable : attempt.Phase;
                yield return new(ended, $"Attempt ended: {OpsText.Word(phase)}", failure, failure is null ? "" : "bad");
            }
        }
    }

    private static IEnumerable<OpsMoment> Messages(LinkDetail detail)
    {
        foreach (var send in detail.Deliveries)
        {
            yield return new(send.CreatedAt, "Message requested",
                send.Template is { } template ? $"template {template.Name}, {template.Language}" : null);
            if (send.SettledAt is { } settled)
                yield return new(settled, $"Message {OpsText.Word(send.Status)}", send.Problem?.Text,
                    send.WasSent ? "good" : "bad");
        }
    }

    private static IEnumerable<OpsMoment> Deliveries(OpsLinkHistory history)
    {
        foreach (var happened in history.Events)
            yield return new(happened.CreatedAt, $"Event {happened.Type}");
        foreach (var delivery in history.Deliveries)
        {
            var outcome = delivery.Succeeded ? "delivered" : "not delivered";
            yield return new(
                delivery.CreatedAt, $"{delivery.EventType} {outcome} to {delivery.EndpointName}",
                $"attempt {delivery.Attempt}, {(delivery.StatusCode is { } status ? $"status {status}" : delivery.Problem ?? "no answer")}",
                delivery.Succeeded ? "good" : "bad", $"/ops/deliveries/{delivery.Id}");
        }
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
