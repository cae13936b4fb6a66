using System.Text.Json;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Connections;

/// <summary>Publishes the events of an attempt's phases, in the unit of work that stores them.</summary>
internal static class AttemptEvents
{
    public static async Task Publish(IWork work, Instance instance, PairingAttempt attempt, PairingLink? link, DateTimeOffset now)
    {
        if (attempt.Entered(PairingPhase.PasskeyRequired))
            work.Events.Add(NumberEvent.Of(EventNames.NumberPasskeyRequired, instance, now) with { Link = attempt.Link });
        if (link is null)
            return;

        var isLinking = attempt.Entered(PairingPhase.Confirming) || attempt.Entered(PairingPhase.PasskeyRequired)
            || attempt.Entered(PairingPhase.VerifyingNumber);
        if (isLinking && attempt.PhoneAccepted)
            await work.Links.Touch(link.Id, LinkActivity.Scanned, now);
        if (attempt.Failed)
        {
            var reason = JsonNamingPolicy.SnakeCaseLower.ConvertName(attempt.Phase.ToString());
            work.Links.NoteFailure(link.Id, reason, now);
            work.Events.Add(LinkEvent.Of(EventNames.LinkFailed, link, link.StatusAt(now), attempt.Phase, now) with { Reason = reason });
        }
    }
}
