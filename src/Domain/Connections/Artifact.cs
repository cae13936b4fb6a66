using PilotPairing.Domain.Links;

namespace PilotPairing.Domain.Connections;

/// <summary>Eight characters a person types on the phone, shown as two groups of four.</summary>
public readonly record struct PairingCode(string Characters)
{
    /// <summary>WhatsApp's alphabet: no 0, I, O or U.</summary>
    public const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";

    public string Written => $"{Characters[..4]}-{Characters[4..]}";

    public override string ToString() => "[pairing code]";
}

/// <param name="Payload">Exactly what the gateway wants drawn.</param>
public sealed record QrArtifact(string Payload, DateTimeOffset ExpiresAt);

public sealed record CodeArtifact(PairingCode Code, DateTimeOffset ExpiresAt);

/// <summary>What can be used on the phone right now. A gateway may offer either or both in one session.</summary>
public sealed record Artifacts(QrArtifact? Qr, CodeArtifact? Code)
{
    public static readonly Artifacts None = new(null, null);

    public DateTimeOffset? LastsUntil =>
        Qr?.ExpiresAt > (Code?.ExpiresAt ?? DateTimeOffset.MinValue) ? Qr.ExpiresAt : Code?.ExpiresAt ?? Qr?.ExpiresAt;

    /// <summary>The artifacts of the methods that the link offers; the number's session may have more.</summary>
    public Artifacts Only(IReadOnlyList<PairingMethod> methods) =>
        new(methods.Contains(PairingMethod.Qr) ? Qr : null, methods.Contains(PairingMethod.Code) ? Code : null);

    public bool QrLiveAt(DateTimeOffset now) => Qr?.ExpiresAt > now;

    public bool CodeLiveAt(DateTimeOffset now) => Code?.ExpiresAt > now;
}
