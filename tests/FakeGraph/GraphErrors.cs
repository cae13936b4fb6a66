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

    /// <summary>What Graph calls the errors of messages.</summary>
    public static readonly IReadOnlyDictionary<int, string> Titles = new Dictionary<int, string>
    {
        [1] = "An unknown error occurred",
        [2] = "Service temporarily unavailable",
        [4] = "Application request limit reached",
        [10] = "Application does not have permission for this action",
        [190] = "Error validating access token: Session has expired",
        [368] = "Temporarily blocked for policies violations",
        [80007] = "Rate limit issues",
        [130429] = "Rate limit hit",
        [131000] = "Something went wrong",
        [131016] = "Service unavailable",
        [131026] = "Message undeliverable",
        [131030] = "Recipient phone number not in allowed list",
        [131031] = "Business Account locked",
        [131042] = "Business eligibility payment issue",
        [131048] = "Spam rate limit hit",
        [131049] = "This message was not delivered to maintain healthy ecosystem engagement.",
        [131056] = "(Business Account, Consumer Account) pair rate limit hit",
        [132005] = "Translated text too long",
        [132007] = "Template format character policy violated",
        [132015] = "Template is paused",
        [132016] = "Template is disabled",
        [133010] = "Phone number not registered",
    };

    /// <summary>The statuses of HTTP that Meta's page on error codes names; everything else is 400.</summary>
    private static readonly Dictionary<int, int> Statuses = new()
    {
        [1] = 400,
        [2] = 503,
        [10] = 403,
        [190] = 401,
        [130429] = 429,
        [131000] = 500,
        [131016] = 503,
        [131031] = 403,
        [132001] = 404,
        [80007] = 429,
    };

    public static (int, JsonNode) Message(int code, string title, string? details = null) =>
        Of(Statuses.GetValueOrDefault(code, 400), "OAuthException", code, $"(#{code}) {title}", details: details ?? title);

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
