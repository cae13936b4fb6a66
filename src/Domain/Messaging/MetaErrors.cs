using System.Globalization;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Domain.Messaging;

/// <summary>
/// What Graph's error codes mean for a message, whether they come with its answer or with a later receipt: Meta's page on error codes. A
/// code that is not in this table is a refusal by the gateway.
/// </summary>
public static class MetaErrors
{
    private const int UnknownObject = 33;

    public static SendFailure FailureOf(int? code, int? subcode) => code switch
    {
        // The token ended, was taken back, or lacks a permission; the number is not registered.
        0 or 3 or 10 or 102 or 190 or (>= 200 and <= 299) => SendFailure.SenderNotConnected,
        33 or 131005 or 131045 or 133000 or 133004 or 133005 or 133006 or 133010 or 133015 => SendFailure.SenderNotConnected,
        100 when subcode == UnknownObject => SendFailure.SenderNotConnected,
        // Not on WhatsApp, too old a version, not the recipient's wish, outside a test number's list, or the sender itself.
        131021 or 131026 or 131030 or 131050 => SendFailure.RecipientNotOnWhatsApp,
        // Values that do not fit, no such template, too long, against policy, paused, disabled.
        132000 or 132001 or 132005 or 132007 or 132012 or 132015 or 132016 or 132018 or 132068 or 132069 => SendFailure.TemplateRejected,
        131008 or 131009 => SendFailure.TemplateRejected,
        // Throughput of app, account and number; messages to one recipient; spam; what Meta keeps from one person for now.
        4 or 80007 or 130429 or 131048 or 131049 or 131056 or 131064 or 130472 => SendFailure.SenderLimited,
        // Policy, locked, payment, country, maintenance.
        368 or 131031 or 131042 or 130497 or 131057 => SendFailure.SenderRestricted,
        _ => SendFailure.GatewayError,
    };

    /// <param name="rejected">Its message has no secrets in it.</param>
    public static string Text(MetaRejected rejected) => rejected.Number is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"Meta refused with error {number}: {rejected.Message}")
        : $"Meta refused: {rejected.Message}";
}
