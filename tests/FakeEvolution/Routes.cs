using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace PilotPairing.FakeEvolution;

/// <summary>Every route that we use or that the recordings show, with the answers they show.</summary>
internal static partial class Routes
{
    private static readonly string[] Subscribable =
    [
        "APPLICATION_STARTUP", "QRCODE_UPDATED", "MESSAGES_SET", "MESSAGES_UPSERT", "MESSAGES_EDITED", "MESSAGES_UPDATE",
        "MESSAGES_DELETE", "SEND_MESSAGE", "SEND_MESSAGE_UPDATE",
        "CONTACTS_SET", "CONTACTS_UPSERT", "CONTACTS_UPDATE", "PRESENCE_UPDATE", "CHATS_SET", "CHATS_UPSERT", "CHATS_UPDATE",
        "CHATS_DELETE", "GROUPS_UPSERT", "GROUP_UPDATE",
        "GROUP_PARTICIPANTS_UPDATE", "CONNECTION_UPDATE", "LABELS_EDIT", "LABELS_ASSOCIATION", "CALL", "TYPEBOT_START",
        "TYPEBOT_CHANGE_STATUS", "REMOVE_INSTANCE", "LOGOUT_INSTANCE",
        "INSTANCE_CREATE", "INSTANCE_DELETE", "STATUS_INSTANCE",
    ];

    public static async Task<(int Status, JsonNode Body)> Answer(EvolutionServer server, HttpRequest request, JsonObject body)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length == 0)
        {
            return (200, new JsonObject
            {
                ["status"] = 200,
                ["message"] = "Welcome to the Evolution API, it is working!",
                ["version"] = server.Version,
                ["clientName"] = "evolution",
                ["documentation"] = "https://doc.evolution-api.com",
                ["whatsappWebVersion"] = "2.3000.1029",
            });
        }

        if (server.NotActivated)
            return (503, new JsonObject
            {
                ["error"] = "service not activated",
                ["code"] = "LICENSE_REQUIRED",
                ["register_url"] = "http://gateway.test/license"
            });

        var key = request.Headers["apikey"].ToString();
        var act = path.Length > 1 ? $"{request.Method} {path[0]}/{path[1]}" : "";
        if (act == "GET instance/fetchInstances")
            return Fetch(server, key, request.Query["instanceName"]);
        if (act == "POST instance/create")
            return key == server.ApiKey ? await Create(server, body) : Unauthorized();
        if (path.Length != 3 || !Acts.TryGetValue(act, out var answer))
            return Bodies.Error(404, "Not Found", new JsonArray($"Cannot {request.Method} {request.Path}{request.QueryString}"));
        // Whether there is such an instance is checked before the key.
        if (server.Find(path[2]) is not { } instance)
            return Bodies.Error(404, "Not Found", new JsonArray($"The \"{path[2]}\" instance does not exist"));
        return key == server.ApiKey || key == instance.Token ? await answer(server, instance, request, body) : Unauthorized();
    }

    private delegate Task<(int, JsonNode)> Act(EvolutionServer server, FakeInstance instance, HttpRequest request, JsonObject body);

    private static readonly Dictionary<string, Act> Acts = new()
    {
        ["GET instance/connectionState"] = (_, instance, _, _) => Now(200, State(instance.Name, instance.ReportedState)),
        ["GET instance/connect"] = Connect,
        ["POST instance/restart"] = (_, instance, _, _) =>
            instance.State == "open" ? Now(200, State(instance.Name, "open")) : Now(200, SoftFailure()),
        ["DELETE instance/logout"] = Logout,
        ["DELETE instance/delete"] = (_, instance, _, _) =>
        {
            instance.Delete();
            return Task.FromResult(Bodies.Success("Instance deleted"));
        },
        ["POST message/sendText"] = (server, instance, _, body) => Task.FromResult(SendText(server, instance, body)),
        ["POST message/sendTemplate"] = (_, _, _, _) =>
            Task.FromResult(Bodies.Error(500, "Internal Server Error", "Method not available in the Baileys service")),
        ["POST chat/whatsappNumbers"] = (_, _, _, body) =>
            Now(200, new JsonArray([.. body["numbers"]!.AsArray().Select(number => (JsonNode)Known(number!.GetValue<string>()))])),
        ["GET webhook/find"] = (_, instance, _, _) => Now(200, HookRow(instance)),
        ["POST webhook/set"] = (_, instance, _, body) => Task.FromResult(SetHook(instance, body)),
    };

    private static Task<(int, JsonNode)> Now(int status, JsonNode body) => Task.FromResult((status, body));

    private static (int, JsonNode) Unauthorized() => Bodies.Error(401, "Unauthorized", "Unauthorized");

    private static JsonObject SoftFailure() => new() { ["error"] = true, ["message"] = "[object Object]" };

    private static JsonObject State(string name, string? state)
    {
        var instance = new JsonObject { ["instanceName"] = name };
        if (state is not null)
            instance["state"] = state;
        return new() { ["instance"] = instance };
    }

    private static JsonObject Known(string number) =>
        new()
        {
            ["jid"] = $"{number}@s.whatsapp.net",
            ["exists"] = !number.EndsWith("0000", StringComparison.Ordinal),
            ["number"] = number
        };

    private static (int, JsonNode) Fetch(EvolutionServer server, string key, string? name)
    {
        var mine = server.All.Where(instance => instance.ReportedState is not null && (key == server.ApiKey || key == instance.Token))
            .ToList();
        if (key != server.ApiKey && mine.Count == 0)
            return Unauthorized();
        if (name is null)
            return (200, new JsonArray([.. mine.Select(instance => (JsonNode)instance.Row())]));
        return mine.SingleOrDefault(instance => instance.Name == name) is { } found
            ? (200, new JsonArray(found.Row()))
            : Bodies.Error(404, "Not Found", new JsonArray($"Instance \"{name}\" not found"));
    }

    private static async Task<(int, JsonNode)> Create(EvolutionServer server, JsonObject body)
    {
        var (name, number, webhook) =
            (body["instanceName"]!.GetValue<string>(), body["number"]?.GetValue<string>(), body["webhook"] as JsonObject);
        if (number is not null && !WrittenNumber().IsMatch(number))
            return Bodies.Invalid("number does not match pattern \"^\\\\d+[\\\\.@\\\\w-]+\"");
        if (body["integration"]?.GetValue<string>() != "WHATSAPP-BAILEYS")
            return Bodies.BadRequest("Invalid integration");
        var instance = new FakeInstance(server, name, body["token"]?.GetValue<string>() ?? server.Draw("TOKEN-"),
            webhook?.DeepClone() as JsonObject)
        { Number = number };
        if (server.Find(name) is not null)
            return Bodies.Error(403, "Forbidden", new JsonArray($"This name \"{name}\" is already in use."));
        if (webhook is not null && webhook["events"] is null)
            return Bodies.BadRequest("Cannot read properties of undefined (reading 'length')");
        if (!server.Add(instance))
            return Bodies.Error(403, "Forbidden", new JsonArray($"This name \"{name}\" is already in use."));

        var connects = body["qrcode"]?.GetValue<bool>() == true;
        if (connects)
        {
            instance.OpenSocket(number);
            await server.Sleep(5);
        }

        var hook = new JsonObject();
        if (webhook is not null)
        {
            hook["webhookUrl"] = webhook["url"]!.DeepClone();
            if (webhook["headers"] is { } headers)
                hook["webhookHeaders"] = headers.DeepClone();
            (hook["webhookByEvents"], hook["webhookBase64"]) = (webhook["byEvents"]?.DeepClone(), webhook["base64"]?.DeepClone());
        }

        var answer = new JsonObject
        {
            ["instance"] = new JsonObject
            {
                ["instanceName"] = name,
                ["instanceId"] = instance.Id,
                ["integration"] = "WHATSAPP-BAILEYS",
                ["webhookWaBusiness"] = null,
                ["accessTokenWaBusiness"] = "",
                ["status"] = instance.State,
            },
            ["hash"] = instance.Token,
            ["webhook"] = hook,
            ["websocket"] = new JsonObject(),
            ["rabbitmq"] = new JsonObject(),
            ["nats"] = new JsonObject(),
            ["sqs"] = new JsonObject(),
            ["settings"] = Bodies.Settings(),
        };
        if (connects)
            answer["qrcode"] = instance.Offer();
        return (201, answer);
    }

    /// <summary>
    /// A closed instance opens its socket, with the number if there is one; one that is connecting answers at once and ignores it.
    /// </summary>
    private static async Task<(int, JsonNode)> Connect(EvolutionServer server, FakeInstance instance, HttpRequest request, JsonObject body)
    {
        if (instance.State == "open")
            return (200, State(instance.Name, "open"));
        if (instance.State == "close")
        {
            instance.OpenSocket(request.Query["number"].Count == 0 ? null : request.Query["number"].ToString());
            await (server.WhileConnecting?.Invoke() ?? server.Sleep(2));
        }

        return (200, instance.Offer());
    }

    private static Task<(int, JsonNode)> Logout(EvolutionServer server, FakeInstance instance, HttpRequest request, JsonObject body)
    {
        if (instance.State == "close")
            return Task.FromResult(Bodies.BadRequest($"The \"{instance.Name}\" instance is not connected"));
        instance.Logout();
        return Task.FromResult(instance.State != "close" && server.Version != "2.3.6"
            ? Bodies.Error(500, "Internal Server Error", "Connection Closed")
            : Bodies.Success("Instance logged out"));
    }

    private static (int, JsonNode) SendText(EvolutionServer server, FakeInstance instance, JsonObject body)
    {
        if (body["text"] is not { } text)
            return Bodies.Invalid("instance requires property \"text\"");
        if (instance.State != "open")
            return Bodies.Error(500, "Internal Server Error", "Connection Closed");
        var number = body["number"]!.GetValue<string>();
        if (!Known(number)["exists"]!.GetValue<bool>())
            return Bodies.BadRequest(Known(number));
        if (server.SendingHasNoSessions)
            return Bodies.BadRequest("SessionError: No sessions");
        return (201, new JsonObject
        {
            ["key"] = new JsonObject { ["remoteJid"] = $"{number}@s.whatsapp.net", ["fromMe"] = true, ["id"] = server.Draw("3EB0") },
            ["pushName"] = "Você",
            ["status"] = "PENDING",
            ["message"] = new JsonObject { ["conversation"] = text.DeepClone() },
            ["contextInfo"] = new JsonObject
            {
                ["mentionedJid"] = new JsonArray(),
                ["groupMentions"] = new JsonArray(),
                ["ephemeralSettingTimestamp"] = new JsonObject { ["low"] = 1795015421, ["high"] = 0, ["unsigned"] = false },
                ["disappearingMode"] = new JsonObject { ["initiator"] = 0 },
            },
            ["messageType"] = "conversation",
            ["messageTimestamp"] = 1795188221,
            ["instanceId"] = instance.Id,
            ["source"] = "web",
        });
    }

    private static JsonObject HookRow(FakeInstance instance) => new()
    {
        ["id"] = "c1",
        ["url"] = instance.Webhook?["url"]?.DeepClone(),
        ["headers"] = instance.Webhook?["headers"]?.DeepClone(),
        ["enabled"] = true,
        ["events"] = instance.Webhook?["events"]?.DeepClone(),
        ["webhookByEvents"] = instance.Webhook?["byEvents"]?.DeepClone() ?? false,
        ["webhookBase64"] = instance.Webhook?["base64"]?.DeepClone() ?? false,
        ["createdAt"] = "2026-11-20T15:07:36.305Z",
        ["updatedAt"] = "2026-11-20T15:07:36.305Z",
        ["instanceId"] = instance.Id,
    };

    private static (int, JsonNode) SetHook(FakeInstance instance, JsonObject body)
    {
        if (body["webhook"] is not JsonObject webhook)
            return Bodies.Invalid("instance requires property \"webhook\"");
        if (webhook["events"] is not JsonArray events)
            return Bodies.Error(500, "Internal Server Error", "Cannot read properties of undefined (reading 'length')");
        for (var i = 0; i < events.Count; i++)
        {
            if (!Subscribable.Contains(events[i]!.GetValue<string>()))
                return Bodies.Invalid(
                    $"webhook.events[{i.ToString(CultureInfo.InvariantCulture)}] is not one of enum values: {string.Join(",", Subscribable)}");
        }

        foreach (var (member, value) in webhook)
            instance.Webhook![member] = value?.DeepClone();
        return (201, HookRow(instance));
    }

    [GeneratedRegex(@"^\d+[\.@\w-]+")]
    private static partial Regex WrittenNumber();
}
