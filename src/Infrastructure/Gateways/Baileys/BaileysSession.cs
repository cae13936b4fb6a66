using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

internal enum BaileysStatus
{
    Starting,
    Offering,
    Linking,
    Passkey,
    Open,

    /// <summary>It was open, its device is still linked, and its socket is being opened again.</summary>
    Lost,
    Unreachable,

    /// <summary>WhatsApp refuses this version of its client.</summary>
    Outdated,
    Exhausted,
    Limited,
    Ended,

    /// <summary>What is stored of it cannot be read.</summary>
    Corrupt,
}

/// <summary>What a session offers: a QR code, a pairing code, or a QR code and a pairing code beside it.</summary>
internal enum BaileysMethod
{
    Qr,
    Code,
    Both,
}

/// <summary>The stored state of a number's session.</summary>
/// <param name="IsOwned">A living node runs it.</param>
/// <param name="Failure">Why no living node can run it; null where one can, or where no node is alive at all.</param>
internal sealed record BaileysSession(
    BaileysStatus Status, string? Qr, DateTimeOffset? QrUntil, string? Code, DateTimeOffset? CodeUntil, string? Identity,
    DisconnectReason? EndReason, string? Detail, DateTimeOffset? LimitedUntil, DateTimeOffset ChangedAt, bool IsOwned, string? Failure)
{
    /// <summary>How long a session may wait for the node that runs it: a node that died is noticed by then.</summary>
    private static readonly TimeSpan OwnedWithin = SessionLeases.Life + SessionLeases.BeatEvery + SessionLeases.BeatEvery;

    public SessionReport At(DateTimeOffset now)
    {
        if (IsOver)
            return Over(now);
        if (Failure is not null)
            return new SessionReport.Unavailable(new GatewayError(Failure));
        var isWaiting = Status == BaileysStatus.Starting && now - ChangedAt < OwnedWithin;
        return IsOwned || isWaiting ? Live(now) : new SessionReport.Unavailable(new GatewayUnavailable());
    }

    private bool IsOver => Status is BaileysStatus.Exhausted or BaileysStatus.Limited or BaileysStatus.Ended or BaileysStatus.Corrupt;

    private SessionReport Over(DateTimeOffset now) => Status switch
    {
        BaileysStatus.Exhausted => new SessionReport.Exhausted(),
        BaileysStatus.Limited => LimitedUntil > now ? new SessionReport.RateLimited(LimitedUntil.Value) : new SessionReport.Idle(),
        BaileysStatus.Corrupt => new SessionReport.Ended(DisconnectReason.RemovedByGateway),
        _ => new SessionReport.Ended(EndReason ?? DisconnectReason.Unknown),
    };

    private SessionReport Live(DateTimeOffset now) => Status switch
    {
        BaileysStatus.Starting => new SessionReport.Starting(),
        BaileysStatus.Offering => Offer(now),
        BaileysStatus.Linking => new SessionReport.Linking(),
        BaileysStatus.Passkey => new SessionReport.PasskeyRequired(),
        BaileysStatus.Open => new SessionReport.Connected(PhoneNumber.FromStore(Identity!)),
        BaileysStatus.Outdated => new SessionReport.Unavailable(new GatewayError(Detail ?? "WhatsApp refuses this client as outdated")),
        // The device is still linked: that its socket is away says nothing of the connection.
        _ => new SessionReport.Unavailable(new GatewayUnavailable()),
    };

    private SessionReport Offer(DateTimeOffset now)
    {
        var code = Code is not null && CodeUntil > now ? new CodeArtifact(new(Code), CodeUntil.Value) : null;
        var qr = Qr is not null && QrUntil > now ? new QrArtifact(Qr, QrUntil.Value) : null;
        return qr is null && code is null ? new SessionReport.Starting() : new SessionReport.AwaitingUser(new(qr, code));
    }
}
