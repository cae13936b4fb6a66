using System.Text.Json.Nodes;

namespace PilotPairing.FakeGraph;

/// <summary>Graph's envelope of errors, and the ones that it is known for.</summary>
public static class GraphErrors
{
    public const string Trace = "AbCdEfGhIjKlMnOpQrStUvW";

    public static (int, JsonNode) Of(int status, string type, int code, string message, int? subcode = null, string? details = null)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = code };
        if (subcode is not null)
            error["error_subcode"] = subcode;
        if (details is not null)
            error["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = details };
        error["fbtrace_id"] = Trace;
        return (status, new JsonObject { ["error"] = error });
    }

    public static (int, JsonNode) Invalid(string message, int? subcode = null) => Of(400, "OAuthException", 100, message, subcode);

    public static (int, JsonNode) NoSuchThing(string id) => Of(
        400, "GraphMethodException", 100,
        $"Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation", 33);

    public static (int, JsonNode) BadToken(string message, int? subcode = null) => Of(401, "OAuthException", 190, message, subcode);

    public static (
        int, JsonNode) NoPermission() =>
            Of(403, "OAuthException", 200,
                "(#200) You do not have the necessary permissions to send messages on behalf of this WhatsApp Business Account");

    public static (int, JsonNode) NotRegistered(int code) => code switch
    {
        133005 => Of(400, "OAuthException", code, "(#133005) Two step verification PIN Mismatch",
            details: "The PIN does not match the one of this number"),
        133006 => Of(400, "OAuthException", code, "(#133006) Phone number needs to be verified before registering"),
        _ => Of(400, "OAuthException", code, "(#133016) There were too many attempts to register this number", details: "Wait 72 hours"),
    };
}
