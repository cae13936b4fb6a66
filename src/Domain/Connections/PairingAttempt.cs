using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Connections;

/// <summary>
/// One try at connecting a number, from the tap to its end. At most one per number is under way;
/// the watcher passes it the gateway's reports, and it decides what the customer sees.
/// </summary>
public sealed class PairingAttempt
{
    /// <summary>A number whose artifacts have been dead for this long is not connecting any more.</summary>
    public static readonly TimeSpan GraceWithoutArtifact = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a phone that accepted may take until it is linked, before its owner is offered another try: WhatsApp itself allows a
    /// minute.
    /// </summary>
    public static readonly TimeSpan LongestConfirmation = TimeSpan.FromSeconds(90);

    /// <summary>How long a customer may take for the passkey.</summary>
    public static readonly TimeSpan LongestPasskey = TimeSpan.FromMinutes(5);

    /// <summary>A QR code is not renewed on request more often than this: a person must be able to point a camera at it.</summary>
    public static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(10);

    private PairingPhase? _phaseStored;

    private PairingAttempt(AttemptId id, TenantId tenant, NumberId number, LinkId? link, int sequence, DateTimeOffset startedAt) =>
        (Id, Tenant, Number, Link, Sequence, StartedAt, ChangedAt) = (id, tenant, number, link, sequence, startedAt, startedAt);

    public AttemptId Id { get; }

    public TenantId Tenant { get; }

    public NumberId Number { get; }

    /// <summary>Null when the SaaS shows the QR code itself.</summary>
    public LinkId? Link { get; }

    public PairingMethod? Method { get; private set; }

    public PairingPhase Phase { get; private set; } = PairingPhase.Preparing;

    public Artifacts Artifacts { get; private set; } = Artifacts.None;

    /// <summary>Counts the artifacts of a number across its attempts, so that a page knows the newest.</summary>
    public int Sequence { get; private set; }

    /// <summary>A (re)start at the gateway is pending; the watcher makes it.</summary>
    public bool NeedsStart { get; private set; } = true;

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateTimeOffset? CoolingUntil { get; private set; }

    /// <summary>The code of the refusal behind a failing phase; of a stalled one where no code came at all.</summary>
    public string? Failure { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Something differs from what is stored; a check without a change costs no write.</summary>
    public bool Altered { get; private set; }

    public bool IssuedOrUsed =>
        Phase is PairingPhase.AwaitingScan or PairingPhase.Confirming or PairingPhase.PasskeyRequired or PairingPhase.VerifyingNumber;

    public static PairingAttempt Begin(
        AttemptId id, TenantId tenant, NumberId number, LinkId? link, PairingMethod? method, int lastSequence, DateTimeOffset now) =>
        new(id, tenant, number, link, lastSequence, now) { Method = method };

    public static PairingAttempt FromStore(
        AttemptId id, TenantId tenant, NumberId number, LinkId? link, PairingMethod? method, PairingPhase phase, Artifacts artifacts,
        int sequence, bool needsStart,
        DateTimeOffset startedAt, DateTimeOffset changedAt, DateTimeOffset? coolingUntil, string? failure, DateTimeOffset? endedAt) =>
        new(id, tenant, number, link, sequence, startedAt)
        {
            Method = method,
            Phase = phase,
            Artifacts = artifacts,
            NeedsStart = needsStart,
            ChangedAt = changedAt,
            CoolingUntil = coolingUntil,
            Failure = failure,
            EndedAt = endedAt,
            _phaseStored = phase,
        };

    /// <summary>It came to this phase since it was stored.</summary>
    public bool Entered(PairingPhase phase) => Phase == phase && _phaseStored != phase;

    /// <summary>It is over, and not because somebody wanted it so.</summary>
    public bool Failed => EndedAt is not null
        && Phase is PairingPhase.Stalled or PairingPhase.GatewayUnavailable or PairingPhase.CoolingDown or PairingPhase.NumberMismatch or PairingPhase.PasskeyRequired;

    /// <summary>The gateway refused what it was asked to start: nothing was shown for it.</summary>
    public bool CameToNothing { get; private set; }

    /// <summary>
    /// The last report proves that a phone accepted. A socket that starts again proves nothing: the gateway may have been restarted.
    /// </summary>
    public bool PhoneAccepted { get; private set; }

    public bool Offers(PairingMethod? method, DateTimeOffset now) =>
        method == PairingMethod.Code ? Artifacts.CodeLiveAt(now) : Artifacts.QrLiveAt(now);

    /// <summary>
    /// Somebody asks for an artifact. What is live is kept, a live code always: replacing it strands the person who is typing it.
    /// A phone that accepted is not interrupted; only its owner can give up on the passkey it asks for.
    /// </summary>
    public void Ask(PairingMethod? method, bool refresh, DateTimeOffset now)
    {
        if (!WouldStart(method, refresh, now))
            return;

        (Method, NeedsStart, Phase, StartedAt, ChangedAt, Failure) = (method, true, PairingPhase.Preparing, now, now, null);
        (Artifacts, Altered) = (Artifacts.None, true);
    }

    /// <summary>Whether asking for it would have the gateway make something new.</summary>
    public bool WouldStart(PairingMethod? method, bool refresh, DateTimeOffset now)
    {
        if (NeedsStart || (IsCoolingAt(now) && Cools(Method, method)) || Phase is PairingPhase.Confirming or PairingPhase.VerifyingNumber)
            return false;
        if (Phase == PairingPhase.PasskeyRequired)
            return refresh;
        if (Artifacts.CodeLiveAt(now))
            return false;

        var mayRenew = refresh && now - ChangedAt >= ShortestRefresh;
        return mayRenew || !Offers(method, now);
    }

    /// <summary>
    /// Whether a cool-down of one method concerns what is asked for; with none named that is a QR code, with a pairing code where there may
    /// be one.
    /// </summary>
    public static bool Cools(PairingMethod? cooled, PairingMethod? asked) => cooled is null || cooled == (asked ?? PairingMethod.Qr);

    /// <summary>
    /// The gateway answered the start; what it offers comes by <see cref="Observe"/>. What is shown lives from here, not from the asking.
    /// </summary>
    public void Started(DateTimeOffset now, bool made = true) =>
        (NeedsStart, CameToNothing, ChangedAt, Altered) = (false, !made, now, true);

    /// <summary>The method was asked for too often; the other one may still be, unless none is named.</summary>
    public void Cool(PairingMethod? method, DateTimeOffset until, DateTimeOffset now)
    {
        NeedsStart = false;
        Observe(new SessionReport.RateLimited(until), now);
        Method = method;
    }

    public void Observe(SessionReport report, DateTimeOffset now)
    {
        PhoneAccepted = report is SessionReport.Linking { Accepted: true } or SessionReport.PasskeyRequired or SessionReport.Connected;
        switch (report)
        {
            // It is not over because the gateway has nothing to do meanwhile.
            case SessionReport.Idle or SessionReport.Ended or SessionReport.Exhausted or SessionReport.Unavailable when IsCoolingAt(now):
                End(PairingPhase.CoolingDown, now);
                break;
            case SessionReport.AwaitingUser awaiting:
                Offer(awaiting.Artifacts, now);
                break;
            case SessionReport.Linking or SessionReport.Reconnecting:
                Show(PairingPhase.Confirming, now);
                break;
            case SessionReport.PasskeyRequired:
                Show(PairingPhase.PasskeyRequired, now);
                break;
            case SessionReport.Connected:
                Show(PairingPhase.VerifyingNumber, now);
                break;
            case SessionReport.Exhausted:
                Stall(now);
                Artifacts = Artifacts.None;
                break;
            case SessionReport.RateLimited limited:
                // What a gateway limits is the number, whatever it was asked for.
                (Artifacts, CoolingUntil, Method, Altered) =
                    (Artifacts.None, limited.Until, null, Altered || CoolingUntil != limited.Until || Method is not null);
                Show(PairingPhase.CoolingDown, now);
                break;
            case SessionReport.Unavailable unavailable:
                (Failure, Altered) = (unavailable.Refusal.Code, Altered || Failure != unavailable.Refusal.Code);
                Show(PairingPhase.GatewayUnavailable, now);
                break;
            case SessionReport.Idle or SessionReport.Ended:
                End(PairingPhase.Ready, now);
                break;
            case SessionReport.Starting:
                break;
        }

        if (EndedAt is not null || !IsAbandonedAt(now))
            return;
        if (Phase is not (PairingPhase.GatewayUnavailable or PairingPhase.CoolingDown or PairingPhase.PasskeyRequired))
            Stall(now);
        End(Phase, now);
    }

    public void End(PairingPhase last, DateTimeOffset now)
    {
        Show(last, now);
        (Artifacts, EndedAt, NeedsStart, Altered) = (Artifacts.None, now, false, true);
    }

    private bool IsCoolingAt(DateTimeOffset now) => Phase == PairingPhase.CoolingDown && CoolingUntil > now;

    private bool IsAbandonedAt(DateTimeOffset now) => Phase switch
    {
        PairingPhase.Confirming or PairingPhase.VerifyingNumber => now - ChangedAt >= LongestConfirmation,
        PairingPhase.PasskeyRequired => now - ChangedAt >= LongestPasskey,
        _ => now - (Artifacts.LastsUntil ?? ChangedAt) >= GraceWithoutArtifact,
    };

    private void Offer(Artifacts offered, DateTimeOffset now)
    {
        if (offered != Artifacts)
        {
            var isNew = (offered.Qr is { } qr && qr != Artifacts.Qr) || (offered.Code is { } code && code != Artifacts.Code);
            Sequence += isNew ? 1 : 0;
            (Artifacts, ChangedAt, Altered) = (offered, now, true);
        }

        Show(PairingPhase.AwaitingScan, now);
    }

    /// <summary>No code came since it was asked for, or what came was not used in time.</summary>
    private void Stall(DateTimeOffset now)
    {
        var isWithoutCode = Artifacts == Artifacts.None && Phase is (PairingPhase.Preparing or PairingPhase.GatewayUnavailable);
        if (Phase != PairingPhase.Stalled)
            Failure = isWithoutCode ? new PairingStalled().Code : null;
        Show(PairingPhase.Stalled, now);
    }

    private void Show(PairingPhase phase, DateTimeOffset now)
    {
        if (phase is not (PairingPhase.GatewayUnavailable or PairingPhase.Stalled))
            Failure = null;
        if (phase == Phase)
            return;
        (Phase, ChangedAt, Altered) = (phase, now, true);
    }
}
