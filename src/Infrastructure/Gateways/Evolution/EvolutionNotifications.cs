using System.Security.Cryptography;
using System.Text.Json;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>What a notification contains that a query of the gateway does not return.</summary>
/// <param name="Owner">Digits of the phone that opened it.</param>
/// <param name="EndCode">The status code it ended with.</param>
/// <param name="Reconnects">Its socket started again.</param>
internal sealed record HookNotification(string? Owner = null, int? EndCode = null, bool Reconnects = false);

/// <summary>
/// Evolution's notifications: unsigned, unordered, repeated when our answer got lost. So only what cannot be learnt otherwise is kept,
/// for the opening it belongs to, and everything else only triggers a check. The tokens they carry are not read.
/// </summary>
internal sealed class EvolutionNotifications(EvolutionRepository rows, Envelopes envelopes, TimeProvider clock) : IGatewayNotifications
{
    private const int QrLimit = 428;
    private const int LowestError = 400;

    public async Task<GatewayNotification?> Take(
        string pass, string? secret, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!EvolutionHook.Opens(envelopes, pass, secret))
            return null;
        if (Read(body) is not var (instance, notification) || NumberId.FromInstanceName(instance) is not { } number)
            return new GatewayNotification(null);
        var isNew = await rows.Receive(instance, EvolutionHook.HashOf(pass), SHA256.HashData(body.Span), notification, clock.GetUtcNow(),
            cancellationToken);
        return new GatewayNotification(isNew ? number : null);
    }

    /// <summary>Null for what is none of the events we asked for.</summary>
    internal static (string Instance, HookNotification Notification)? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var data = LenientJson.Member(document.RootElement, "data");
            HookNotification? notification = LenientJson.Text(document.RootElement, "event") switch
            {
                "connection.update" => Connection(data),
                "status.instance" => new(EndCode: Code(data, "disconnectionReasonCode")),
                "qrcode.updated" => new(EndCode: LenientJson.Member(data, "statusCode").ValueKind == JsonValueKind.Undefined
                    ? null : QrLimit),
                "instance.delete" => new(),
                _ => null,
            };
            return notification is not null && LenientJson.Text(document.RootElement, "instance") is { } instance
                ? (instance, notification) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HookNotification Connection(JsonElement data) => LenientJson.Text(data, "state") switch
    {
        "open" => new(Owner: Jid.Phone(LenientJson.Text(data, "wuid"))?.Digits),
        "connecting" => new(Reconnects: true),
        _ => new(EndCode: Code(data, "statusReason")),
    };

    private static int? Code(JsonElement data, string member) =>
        LenientJson.Number(data, member) is >= LowestError and var code ? code : null;
}
