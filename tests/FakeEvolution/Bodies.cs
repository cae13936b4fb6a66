using System.Globalization;
using System.Text.Json.Nodes;

namespace PilotPairing.FakeEvolution;

/// <summary>The shapes that several routes share.</summary>
internal static class Bodies
{
    public static string Now(EvolutionServer server) =>
        server.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static (int, JsonNode) Error(int status, string error, JsonNode message) =>
        (status, new JsonObject { ["status"] = status, ["error"] = error, ["response"] = new JsonObject { ["message"] = message } });

    public static (int, JsonNode) BadRequest(JsonNode message) => Error(400, "Bad Request", new JsonArray(message));

    /// <summary>What its validation says is an array in an array.</summary>
    public static (int, JsonNode) Invalid(string problem) => BadRequest(new JsonArray(problem));

    public static (int, JsonNode) Success(string message) =>
        (200, new JsonObject { ["status"] = "SUCCESS", ["error"] = false, ["response"] = new JsonObject { ["message"] = message } });

    public static JsonObject Settings() => new()
    {
        ["rejectCall"] = false,
        ["msgCall"] = "",
        ["groupsIgnore"] = false,
        ["alwaysOnline"] = false,
        ["readMessages"] = false,
        ["readStatus"] = false,
        ["syncFullHistory"] = false,
        ["wavoipToken"] = "",
    };

    public static JsonObject Row(FakeInstance instance, JsonObject? endDetail)
    {
        var setting = Settings();
        (setting["id"], setting["createdAt"], setting["updatedAt"], setting["instanceId"]) =
            ("c0", "2026-11-20T15:07:36.321Z", "2026-11-20T15:07:36.321Z", instance.Id);
        return new()
        {
            ["id"] = instance.Id,
            ["name"] = instance.Name,
            ["connectionStatus"] = instance.StoredState,
            ["ownerJid"] = instance.Owner is null ? null : $"{instance.Owner}@s.whatsapp.net",
            ["profileName"] = instance.Owner is null ? null : "Fake Biz",
            ["profilePicUrl"] = null,
            ["integration"] = "WHATSAPP-BAILEYS",
            ["number"] = instance.Number,
            ["businessId"] = null,
            ["token"] = instance.Token,
            ["clientName"] = "evolution",
            ["disconnectionReasonCode"] = instance.EndCode,
            ["disconnectionObject"] = endDetail?.ToJsonString(),
            ["disconnectionAt"] = instance.EndCode is null ? null : "2026-11-20T15:07:38.749Z",
            ["createdAt"] = "2026-11-20T15:07:36.289Z",
            ["updatedAt"] = "2026-11-20T15:07:38.791Z",
            ["Chatwoot"] = null,
            ["Proxy"] = null,
            ["Rabbitmq"] = null,
            ["Nats"] = null,
            ["Sqs"] = null,
            ["Websocket"] = null,
            ["Setting"] = setting,
            ["_count"] = new JsonObject { ["Message"] = 0, ["Contact"] = 0, ["Chat"] = 0 },
        };
    }
}

/// <summary>How the library under the server describes the end of a connection.</summary>
internal static class Endings
{
    public static JsonObject Logout(string name) => Of(401, "Unauthorized", $"Log out instance: {name}", null);

    public static JsonObject LoginRefused() =>
        Of(401, "Unauthorized", "Connection Failure", new JsonObject { ["reason"] = "401", ["location"] = "test" });

    public static JsonObject ByPhone(int code) => Of(
        code, code == 401 ? "Unauthorized" : "Forbidden", code == 401 ? "Stream Errored (conflict)" : "Connection Failure",
        new JsonObject
        {
            ["tag"] = "stream:error",
            ["attrs"] = new JsonObject { ["code"] = code.ToString(CultureInfo.InvariantCulture) },
            ["content"] = new JsonArray(
                new JsonObject { ["tag"] = "conflict", ["attrs"] = new JsonObject { ["type"] = "device_removed" } }),
        });

    private static JsonObject Of(int code, string error, string message, JsonObject? data) => new()
    {
        ["error"] = new JsonObject
        {
            ["data"] = data,
            ["isBoom"] = true,
            ["isServer"] = false,
            ["output"] = new JsonObject
            {
                ["statusCode"] = code,
                ["payload"] = new JsonObject { ["statusCode"] = code, ["error"] = error, ["message"] = message },
                ["headers"] = new JsonObject(),
            },
        },
        ["date"] = "2026-11-20T15:07:38.732Z",
    };
}
