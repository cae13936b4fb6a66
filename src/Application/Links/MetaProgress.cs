using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>Stores a customer's progress at Meta and publishes its events, in the caller's unit of work.</summary>
internal static class MetaProgress
{
    public const string Cancelled = "meta_cancelled";
    public const string Error = "meta_error";

    /// <param name="phase"><see cref="PairingPhase.MetaWaiting"/> or <see cref="PairingPhase.MetaRegistering"/>.</param>
    public static async Task Began(IWork work, PairingLink link, PairingPhase phase, DateTimeOffset now)
    {
        if (await work.Links.Touch(link.Id, LinkActivity.Started, now, PairingMethod.Meta) is not { } touch)
            return;
        if (touch.FirstOpened)
            work.Events.Add(LinkEvent.Of(EventNames.LinkOpened, link, LinkStatus.Active, PairingPhase.Ready, now));
        if (touch.FirstStarted)
            work.Events.Add(LinkEvent.Of(EventNames.LinkStarted, link, LinkStatus.Active, phase, now));
        work.Links.Step(link, new(phase, now));
    }

    /// <param name="detail">Meta's message, or the step at which the customer left.</param>
    public static async Task Failed(IWork work, PairingLink link, string reason, string? detail, DateTimeOffset now)
    {
        if (await work.Links.LeaveMeta(link, reason, detail, now))
            work.Events.Add(LinkEvent.Of(EventNames.LinkFailed, link, LinkStatus.Active, PairingPhase.Ready, now) with { Reason = reason });
    }
}
