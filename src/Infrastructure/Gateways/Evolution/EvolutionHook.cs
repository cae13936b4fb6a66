using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>
/// The webhook address of one opened instance: an unguessable path, and a secret in a header that is derived from it. Each
/// opening has its own, so that late notifications of an earlier one are ignored.
/// </summary>
internal sealed class EvolutionHook
{
    public const string Header = "x-pilotpairing-secret";

    /// <summary>
    /// An empty list would mean every message of the number. LOGOUT_INSTANCE and REMOVE_INSTANCE say nothing that these do not, and the
    /// server ends a session only when they were taken: while it cannot reach us that lasts an hour.
    /// </summary>
    private static readonly string[] Events = ["QRCODE_UPDATED", "CONNECTION_UPDATE", "STATUS_INSTANCE", "INSTANCE_DELETE"];

    private const string Path = "/gateway-hooks/";
    private const string Purpose = "evolution webhook";
    private const int PassBytes = 32;
    private readonly string _pass;

    private EvolutionHook(string pass) => _pass = pass;

    public byte[] Hash => HashOf(_pass);

    public static EvolutionHook Draw(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[PassBytes];
        random.GetBytes(bytes);
        return new(Base64Url.EncodeToString(bytes));
    }

    public static byte[] HashOf(string pass) => SHA256.HashData(Encoding.UTF8.GetBytes(pass));

    public static bool Opens(Envelopes envelopes, string pass, string? secret) =>
        secret is { Length: 43 } && Base64Url.IsValid(secret)
            && envelopes.MacMatches(Purpose, HashOf(pass), Base64Url.DecodeFromChars(secret));

    public WebhookOfInstance For(string callbackUrl, Envelopes envelopes) => new(
        callbackUrl + Path + _pass, ByEvents: false, Base64: false,
        new Dictionary<string, string> { [Header] = Base64Url.EncodeToString(envelopes.Mac(Purpose, Hash)) }, Events);

    public override string ToString() => "[gateway hook]";
}
