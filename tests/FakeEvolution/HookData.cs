using System.Text.Json.Nodes;

namespace PilotPairing.FakeEvolution;

/// <summary>What an instance's notifications carry as their data.</summary>
internal static class HookData
{
    public const string Png = "data:image/png;base64,iVBORw0KGgo=";

    public static JsonObject Connection(FakeInstance instance, string state, int reason) =>
        new() { ["instance"] = instance.Name, ["state"] = state, ["statusReason"] = reason };

    public static JsonObject Opened(JsonObject connection, string phone)
    {
        (connection["wuid"], connection["profileName"], connection["profilePictureUrl"]) = ($"{phone}@s.whatsapp.net", "Fake Biz", null);
        return connection;
    }

    public static JsonObject Closed(FakeInstance instance, int code, JsonObject detail, string now) => new()
    {
        ["instance"] = instance.Name,
        ["status"] = "closed",
        ["disconnectionAt"] = now,
        ["disconnectionReasonCode"] = code,
        ["disconnectionObject"] = detail.ToJsonString(),
    };

    public static JsonObject Qr(FakeInstance instance) => new()
    {
        ["qrcode"] = new JsonObject
        {
            ["instance"] = instance.Name,
            ["pairingCode"] = instance.PairingCode,
            ["code"] = instance.Payload,
            ["base64"] = Png
        },
    };

    public static JsonObject QrLimit() => new() { ["message"] = "QR code limit reached, please login again", ["statusCode"] = 500 };
}
