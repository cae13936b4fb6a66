using System.Buffers.Text;
using PilotPairing.Application;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>A pass is whose it is, and a MAC of that; the app's own is nobody's.</summary>
internal sealed class MetaHooks(Envelopes envelopes, IPublicAddress address) : IMetaHooks
{
    private const string Path = "/meta-hooks/";
    private const string PassPurpose = "meta hook";
    private const string VerifyPurpose = "meta verify token";
    private const int IdBytes = 16;
    private const int MacBytes = 32;

    /// <summary>The characters of a pass in base64url; a verify token is shorter.</summary>
    private const int Longest = 64;

    public MetaHook OfApp() => Of(default(NumberId));

    public MetaHook Of(NumberId number)
    {
        var id = number.Value.ToByteArray();
        return new(
            address.PublicUrl + Path + Base64Url.EncodeToString([.. id, .. envelopes.Mac(PassPurpose, id)]),
            Base64Url.EncodeToString(envelopes.Mac(VerifyPurpose, id)));
    }

    public bool Leads(string pass) => IdOf(pass) is not null;

    public bool Verifies(string pass, string? verifyToken) =>
        IdOf(pass) is { } id && Decode(verifyToken) is { } mac && envelopes.MacMatches(VerifyPurpose, id, mac);

    private byte[]? IdOf(string pass) =>
        Decode(pass) is { Length: IdBytes + MacBytes } bytes
            && envelopes.MacMatches(PassPurpose, bytes.AsSpan(0, IdBytes), bytes.AsSpan(IdBytes)) ? bytes[..IdBytes] : null;

    private static byte[]? Decode(string? text) =>
        text is { Length: > 0 and <= Longest } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
