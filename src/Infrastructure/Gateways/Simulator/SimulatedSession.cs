using System.Security.Cryptography;
using System.Text;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Simulator;

internal enum SimulatedStatus
{
    Idle,
    Pairing,

    /// <summary>Linked at the next check.</summary>
    Linking,

    /// <summary>Being linked until the next simulated event.</summary>
    Confirming,
    Passkey,
    Exhausted,

    /// <summary>Starts, and never offers anything, until the gateway is "up" again.</summary>
    NoQr,
    Limited,
    Connected,
    Reconnecting,
    LoggedOut,
    Banned,
}

/// <summary>
/// A session of the simulated WhatsApp. What it offers is a function of the clock: QR codes in batches of six that live 60 s and then
/// 20 s each, two batches to a session, and a code that lives 180 s, as the library most gateways are built on does it.
/// </summary>
internal sealed record SimulatedSession(
    string InstanceName, string Secret, SimulatedStatus Status, bool OffersCode, DateTimeOffset? OfferedAt, string? LinkedPhone,
    DateTimeOffset? Until, bool GatewayDown)
{
    private const int Batches = 2;
    private static readonly int[] LivesInSeconds = [60, 20, 20, 20, 20, 20];
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(180);

    public SessionReport At(DateTimeOffset now, string phonePages) => Status switch
    {
        SimulatedStatus.Pairing =>
            OfferAt(now, phonePages) is { } offer ? new SessionReport.AwaitingUser(offer) : new SessionReport.Exhausted(),
        SimulatedStatus.Linking or SimulatedStatus.Confirming => new SessionReport.Linking(),
        SimulatedStatus.Passkey => new SessionReport.PasskeyRequired(),
        SimulatedStatus.Exhausted or SimulatedStatus.NoQr => new SessionReport.Exhausted(),
        SimulatedStatus.Limited => Until > now ? new SessionReport.RateLimited(Until.Value) : new SessionReport.Idle(),
        SimulatedStatus.Reconnecting when Until > now => new SessionReport.Reconnecting(),
        SimulatedStatus.Connected or SimulatedStatus.Reconnecting => new SessionReport.Connected(PhoneNumber.FromStore(LinkedPhone!)),
        SimulatedStatus.LoggedOut => new SessionReport.Ended(DisconnectReason.LoggedOut),
        SimulatedStatus.Banned => new SessionReport.Ended(DisconnectReason.Banned),
        SimulatedStatus.Idle => new SessionReport.Idle(),
    };

    public bool IsConnected => Status is SimulatedStatus.Connected or SimulatedStatus.Reconnecting;

    public Artifacts? OfferAt(DateTimeOffset now, string phonePages)
    {
        if (Status != SimulatedStatus.Pairing || OfferedAt is not { } start)
            return null;

        var from = start;
        for (var i = 0; i < Batches * LivesInSeconds.Length; i++)
        {
            var to = from.AddSeconds(LivesInSeconds[i % LivesInSeconds.Length]);
            if (now < to)
                return new(new QrArtifact($"{phonePages}/{Secret}.{from.ToUnixTimeMilliseconds()}", to),
                    OffersCode ? CodeAt(start, now) : null);
            from = to;
        }

        return null;
    }

    private CodeArtifact CodeAt(DateTimeOffset start, DateTimeOffset now)
    {
        var ordinal = (int)((now - start) / CodeLife);
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"{Secret} {start.ToUnixTimeMilliseconds()} {ordinal}"));
        var characters = string.Concat(bytes.Take(8).Select(value => PairingCode.Alphabet[value % PairingCode.Alphabet.Length]));
        return new(new(characters), start + ((ordinal + 1) * CodeLife));
    }
}
