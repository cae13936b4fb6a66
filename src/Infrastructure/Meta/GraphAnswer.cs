using System.Text.Json;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>What can keep Graph from answering; what it refuses is none of these.</summary>
internal enum GraphFault
{
    /// <summary>No connection: the request certainly did not arrive.</summary>
    Unreachable,
    TimedOut,

    /// <summary>The connection ended within the answer, or before it.</summary>
    CutShort,
    TooLarge,

    /// <summary>Not JSON, or none of Graph's answers.</summary>
    Gibberish,

    /// <summary>Graph reports a temporary failure of its own.</summary>
    Failing,

    /// <summary>It had too many requests of this app, account or number.</summary>
    Busy,
}

/// <summary>
/// One answer, classified by its code, never by its title. Its body never leaves this folder: it may hold tokens and numbers.
/// </summary>
/// <param name="Status">Null when there was none.</param>
/// <param name="Wait">How long Graph wants to be left alone, when it is busy.</param>
/// <param name="Rejection">What Graph refuses for good.</param>
internal sealed record GraphAnswer(int? Status, GraphFault? Fault, TimeSpan? Wait, MetaRejected? Rejection, JsonElement Body)
{
    public const int InvalidToken = 190;
    private const int LongestMessage = 500;
    private const int InvalidApp = 101;

    /// <summary>For limits that Graph reports without an end.</summary>
    private static readonly TimeSpan BusyFor = TimeSpan.FromMinutes(1);

    /// <summary>It is not the customer's fault: our app's id or secret is not known there.</summary>
    public bool BlamesApp { get; private init; }

    /// <summary>The error that Graph reports, temporary ones included; null where it reports none.</summary>
    public MetaRejected? Reported { get; private init; }

    public Refusal? Refusal => Fault is null ? Rejection : new MetaUnreachable(Wait);

    /// <summary>Sent, and its outcome unknown.</summary>
    public bool MayHaveWorked =>
        Fault is GraphFault.TimedOut or GraphFault.CutShort or GraphFault.TooLarge or GraphFault.Gibberish or GraphFault.Failing;

    public static GraphAnswer Without(GraphFault fault, int? status = null) => new(status, fault, null, null, default);

    /// <param name="wait">What the headers say of a limit.</param>
    public static GraphAnswer Read(GraphCall call, int status, ReadOnlyMemory<byte> content, TimeSpan? wait)
    {
        var body = LenientJson.Parse(content);
        var error = LenientJson.Member(body, "error");
        var code = LenientJson.Number(error, "code");
        return (Fault: FaultOf(status, code), error.ValueKind) switch
        {
            ({ } fault, var kind) => new(status, fault, fault == GraphFault.Busy ? wait ?? BusyFor : null, null, default)
            {
                Reported = kind == JsonValueKind.Object ? RejectionIn(error, call.Secrets) : null,
            },
            (_, JsonValueKind.Object) =>
                new(status, null, null, RejectionIn(error, call.Secrets),
                    default)
                {
                    BlamesApp = call.IsOfApp && code is (InvalidApp or InvalidToken),
                    Reported = RejectionIn(error, call.Secrets),
                },
            _ when status is >= 200 and < 300 && body.ValueKind == JsonValueKind.Object => new(status, null, null, null, body),
            _ => Without(GraphFault.Gibberish, status),
        };
    }

    /// <summary>Also for the result of <c>debug_token</c>, which has the same members.</summary>
    public static MetaRejected RejectionIn(JsonElement error, IReadOnlyList<string> secrets)
    {
        var message = LenientJson.Text(error, "message") is { Length: > 0 } text ? text : "Meta gives no reason";
        if (LenientJson.Text(LenientJson.Member(error, "error_data"), "details") is { Length: > 0 } details
            && !message.Contains(details, StringComparison.Ordinal))
            message += ": " + details;
        return new(
            LenientJson.Number(error, "code"), LenientJson.Number(error, "error_subcode") ?? LenientJson.Number(error, "subcode"),
            Clean(message, secrets),
            LenientJson.Text(error, "fbtrace_id") is { Length: <= MetaId.Longest } trace ? trace : null);
    }

    private static GraphFault? FaultOf(int status, int? code) => code switch
    {
        4 or 80007 or 130429 or 131056 => GraphFault.Busy,
        1 or 2 or 131000 or 131016 => GraphFault.Failing,
        _ when status >= 500 => GraphFault.Failing,
        null when status == 429 => GraphFault.Busy,
        _ => null,
    };

    private static string Clean(string message, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
            message = message.Replace(secret, "[hidden]", StringComparison.Ordinal);
        var printable = string.Concat(
            message.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character));
        return printable.Length > LongestMessage ? printable[..LongestMessage] : printable;
    }
}
