using System.Text.Json;
using PilotPairing.Domain;
using PilotPairing.Domain.Gateways;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>What can be wrong with an answer, or with getting one.</summary>
internal enum EvolutionFault
{
    /// <summary>No connection: the request certainly did not arrive.</summary>
    Unreachable,

    /// <summary>No name server knows its host; no connection either.</summary>
    NameUnknown,

    /// <summary>TLS could not be agreed on; no request was sent.</summary>
    NotSecure,
    TimedOut,

    /// <summary>The connection ended within the answer, or before it.</summary>
    CutShort,
    TooLarge,

    /// <summary>Not JSON, or none of its answers: a proxy's page, another server, a wrong path.</summary>
    Gibberish,
    Redirected,

    /// <summary>A proxy in front of it says that it is away, or it is busy.</summary>
    Away,
    KeyRefused,
    NotActivated,
    NoInstance,
    NameTaken,
    Rejected,
    Broken,

    /// <summary>200 with <c>{"error":true}</c>.</summary>
    SoftFailure,
}

/// <summary>One answer, classified. Its text never leaves this folder: it may hold tokens and numbers.</summary>
/// <param name="Status">Null when there was none.</param>
/// <param name="Body">Undefined unless the answer was JSON.</param>
internal sealed record EvolutionAnswer(int? Status, EvolutionFault? Fault, JsonElement Body)
{
    /// <summary>Sent, and its outcome unknown: such a request may have been carried out.</summary>
    public bool MayHaveWorked => Fault is EvolutionFault.TimedOut or EvolutionFault.CutShort or EvolutionFault.Broken or EvolutionFault.Away
        || (Fault is EvolutionFault.TooLarge or EvolutionFault.Gibberish && Status is null or < 300);

    /// <summary>There was no answer, as there would be none to another request; a proxy that says it is away answers.</summary>
    public bool IsOfNobody => Fault is EvolutionFault.Unreachable or EvolutionFault.NameUnknown or EvolutionFault.NotSecure
        or EvolutionFault.TimedOut;

    public Refusal Refusal => Fault switch
    {
        EvolutionFault.Unreachable or EvolutionFault.NameUnknown or EvolutionFault.NotSecure or EvolutionFault.TimedOut or EvolutionFault.Away => new GatewayUnavailable(),
        EvolutionFault.NotActivated => new GatewayNotActivated(),
        _ => new GatewayError(Reason),
    };

    /// <summary>What is wrong, for the operator.</summary>
    public string Reason => Fault switch
    {
        EvolutionFault.Unreachable => "It cannot be connected to",
        EvolutionFault.NameUnknown => "No name server knows its host name",
        EvolutionFault.NotSecure => "TLS with it failed: see its certificate, and whether it speaks https at all",
        EvolutionFault.TimedOut => "It does not answer within its time",
        EvolutionFault.Away => $"It is busy, or a proxy in front of it says that it is away (status {Status})",
        EvolutionFault.NotActivated => "Its licence is not activated",
        EvolutionFault.KeyRefused => "It refuses the API key that is configured for it",
        EvolutionFault.Redirected => "It answers with a redirect: its address is not what is configured",
        EvolutionFault.CutShort => "Its answer was cut short",
        EvolutionFault.TooLarge => "Its answer is too large to be one of Evolution API",
        EvolutionFault.Gibberish =>
            $"Its answer (status {Status}) is none of Evolution API: another server answers at this address, or a path is missing in it",
        _ => "It did not do what it was asked to",
    };

    public static EvolutionAnswer Without(EvolutionFault fault, int? status = null) => new(status, fault, default);

    public static EvolutionAnswer Read(int status, ReadOnlyMemory<byte> content)
    {
        var body = LenientJson.Parse(content);
        return new(status, FaultOf(status, body), body);
    }

    /// <summary>Whether its error, in whichever of its shapes, says this.</summary>
    public bool Contains(string words) =>
        Leaves(Message(Body)).Any(leaf => LenientJson.Text(leaf)?.Contains(words, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether its error lists the recipient as one that WhatsApp does not know.</summary>
    public bool IsNotOnWhatsApp() => Leaves(Message(Body)).Any(leaf => LenientJson.Member(leaf, "exists").ValueKind == JsonValueKind.False);

    private static EvolutionFault? FaultOf(int status, JsonElement body) => status switch
    {
        _ when LenientJson.Text(body, "code") == "LICENSE_REQUIRED" => EvolutionFault.NotActivated,
        >= 300 and < 400 => EvolutionFault.Redirected,
        401 => EvolutionFault.KeyRefused,
        502 or 503 or 504 or 429 => EvolutionFault.Away,
        _ when body.ValueKind == JsonValueKind.Undefined => status == 500 ? EvolutionFault.Broken : EvolutionFault.Gibberish,
        >= 200 and < 300 => LenientJson.Member(body, "error").ValueKind == JsonValueKind.True ? EvolutionFault.SoftFailure : null,
        403 => Is(body, "already in use") ? EvolutionFault.NameTaken : EvolutionFault.KeyRefused,
        // "Cannot GET /…": something answers there, but not the interface we know.
        404 => Message(body).ValueKind == JsonValueKind.Undefined || Is(body, "Cannot ")
            ? EvolutionFault.Gibberish : EvolutionFault.NoInstance,
        >= 400 and < 500 => EvolutionFault.Rejected,
        _ => EvolutionFault.Broken,
    };

    private static bool Is(JsonElement body, string words) => new EvolutionAnswer(null, null, body).Contains(words);

    private static JsonElement Message(JsonElement body) => LenientJson.Member(LenientJson.Member(body, "response"), "message");

    /// <summary>Strings and objects, out of however many arrays they are in.</summary>
    private static IEnumerable<JsonElement> Leaves(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Leaves) : [element];
}
