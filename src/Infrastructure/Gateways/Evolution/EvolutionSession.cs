using System.Security.Cryptography;
using System.Text;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>
/// What must be remembered of an instance to read its answers right, since they contain neither how old a QR code is nor whether it was
/// ever connected. From one opening of its socket to the next; several nodes may check at once, so a second save is dropped.
/// </summary>
/// <param name="ArtifactHash">Of the QR code that was seen last, and when it was seen first.</param>
/// <param name="Restarts">How often it was opened again by itself since somebody asked for it.</param>
/// <param name="Reconnects">How often it began to connect again while a QR code was live.</param>
/// <param name="ReconnectedAt">The first of those times. A phone that accepted makes the socket start again; so do a restart of the server
/// and a lost connection.</param>
/// <param name="ClosedAt">Since when it is closed and does not say why.</param>
/// <param name="Owner">The connected phone, from its notification.</param>
/// <param name="EndCode">The code of its end, from its notification.</param>
/// <param name="Starting">Somebody is opening it right now.</param>
internal sealed record EvolutionSession(
    string InstanceName, bool WantsCode, DateTimeOffset OpenedAt, byte[]? ArtifactHash, DateTimeOffset? ArtifactAt, int Restarts,
    int Reconnects, DateTimeOffset? ReconnectedAt,
    DateTimeOffset? ConnectedAt, DateTimeOffset? ClosedAt, string? Owner, int? EndCode, int Version, bool Starting)
{
    /// <summary>Each QR code lives this long, and the pairing code drawn with it dies with it.</summary>
    public static readonly TimeSpan ArtifactLife = TimeSpan.FromSeconds(45);

    /// <summary>How long an instance may give no QR code before it is opened again, since it does not report that none will come.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private const int NeverStored = 0;
    private const int MostRestarts = 2;
    private const int MostReconnects = 2;

    /// <summary>A lost socket gets its next QR code within a second and a half; a socket that restarts after a scan gets none.</summary>
    private static readonly TimeSpan NextQrWithin = TimeSpan.FromSeconds(3);

    /// <summary>Until then a socket that offers nothing may be that of a phone being linked, and is not closed.</summary>
    private static readonly TimeSpan LongestLinking = PairingAttempt.LongestConfirmation;

    private const int LoggedOut = 401;
    private const int TimedOut = 408;
    private const int Replaced = 440;

    public static EvolutionSession Unremembered(string instanceName, DateTimeOffset now) =>
        new(instanceName, false, now, null, null, MostRestarts, 0, null, null, null, null, null, NeverStored, false);

    /// <summary>It has been open since its socket was.</summary>
    public bool WasOpen => ConnectedAt is not null;

    private bool CanRestart => Restarts < MostRestarts && (Restarts == 0 || ArtifactHash is not null);

    /// <summary>Interprets a snapshot. Null instead of a report: open it again.</summary>
    public (SessionReport? Report, EvolutionSession Next) See(InstanceSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot is InstanceSnapshot.Closed closed)
            return SeeClosed(EndCode ?? closed.Code, now);
        var session = ClosedAt is null ? this : this with { ClosedAt = null };
        return snapshot switch
        {
            InstanceSnapshot.Open open => session.SeeOpen(open.Owner, now),
            InstanceSnapshot.Connecting when WasOpen => (new SessionReport.Reconnecting(), session),
            InstanceSnapshot.Connecting { QrPayload: { } payload } offer => session.SeeOffer(payload, offer.PairingCode, now),
            InstanceSnapshot.Connecting => (WithoutArtifact(ArtifactAt + ArtifactLife ?? OpenedAt, now), session),
            _ => (SeeGone(), session),
        };
    }

    private SessionReport? SeeGone()
    {
        if (WasOpen)
            return new SessionReport.Ended(DisconnectReason.RemovedByGateway);
        if (CanRestart)
            return null;
        return Version == NeverStored ? new SessionReport.Idle() : new SessionReport.Exhausted();
    }

    private (SessionReport Report, EvolutionSession Next) SeeOpen(PhoneNumber? owner, DateTimeOffset now)
    {
        if (owner is not { Digits: var digits })
            return (new SessionReport.Linking(), this);
        return (new SessionReport.Connected(owner.Value),
            WasOpen && Owner == digits ? this : this with { ConnectedAt = ConnectedAt ?? now, Owner = digits });
    }

    /// <summary>
    /// Every socket that ends is "closed" until the next one is made, be it for a moment; only what will not be tried again comes with a
    /// code.
    /// </summary>
    private (SessionReport? Report, EvolutionSession Next) SeeClosed(int? code, DateTimeOffset now)
    {
        if (Version == NeverStored)
            return (new SessionReport.Idle(), this);
        if (code is not null && !(WasOpen && ReasonOf(code) == DisconnectReason.Unknown))
            return (SeeEnd(code), this);
        var next = this with { ClosedAt = ClosedAt ?? now };
        if (now - next.ClosedAt >= LongestSilence)
            return (SeeEnd(null), next);
        var meanwhile = WasOpen ? new SessionReport.Reconnecting() : SinceReconnect(now) ?? new SessionReport.Starting();
        return (meanwhile, ClosedAt is null ? next : this);
    }

    /// <summary>
    /// After a pairing code was drawn the next batch of QR codes is not offered: it tries to log in instead, and is thrown out. The limit
    /// of QR codes ends like a logout too.
    /// </summary>
    private SessionReport? SeeEnd(int? code)
    {
        if (WasOpen || ReasonOf(code) == DisconnectReason.Banned)
            return new SessionReport.Ended(ReasonOf(code));
        var batchIsOver = ArtifactHash is null || code == TimedOut || (WantsCode && code == LoggedOut);
        return batchIsOver && CanRestart ? null : new SessionReport.Exhausted();
    }

    private (SessionReport? Report, EvolutionSession Next) SeeOffer(string payload, string? code, DateTimeOffset now)
    {
        var next = Note(payload, now);
        var expiry = next.ArtifactAt!.Value + ArtifactLife;
        if (next.SinceReconnect(now) is { } report)
            return (report, next);
        if (expiry <= now)
            return (next.WithoutArtifact(expiry, now), next);
        if (code is null && WantsCode && now - next.ArtifactAt >= LongestSilence && next.CanRestart && next.Restarts == 0)
            return (null, next);
        return (new SessionReport.AwaitingUser(new(new(payload, expiry), code is { Length: 8 } ? new(new(code), expiry) : null)), next);
    }

    /// <summary>
    /// What the socket that started again means while no new QR code has come; null where it did not, or does so over and over.
    /// What was offered before belongs to the socket that is gone.
    /// </summary>
    private SessionReport? SinceReconnect(DateTimeOffset now)
    {
        if (ReconnectedAt is not { } since || Reconnects > MostReconnects)
            return null;
        if (now - since < NextQrWithin)
            return new SessionReport.Starting();
        return now - since < LongestLinking ? new SessionReport.Linking(Accepted: false) : new SessionReport.Exhausted();
    }

    private EvolutionSession Note(string payload, DateTimeOffset now)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(payload));
        if (ArtifactHash is not null && hash.AsSpan().SequenceEqual(ArtifactHash))
            return this;
        // A server that offers a new QR code is linking nobody.
        return this with { ArtifactHash = hash, ArtifactAt = now, Reconnects = 0, ReconnectedAt = null };
    }

    private SessionReport? WithoutArtifact(DateTimeOffset since, DateTimeOffset now)
    {
        if (SinceReconnect(now) is { } report)
            return report;
        if (now - since < LongestSilence)
            return new SessionReport.Starting();
        return CanRestart ? null : new SessionReport.Exhausted();
    }

    /// <summary>402 and 403 lock an account, 406 bans it; 440 is another client on the same session.</summary>
    private static DisconnectReason ReasonOf(int? code) => code switch
    {
        LoggedOut => DisconnectReason.LoggedOut,
        402 or 403 or 406 => DisconnectReason.Banned,
        Replaced => DisconnectReason.Replaced,
        _ => DisconnectReason.Unknown,
    };
}
