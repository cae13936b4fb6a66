using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PilotPairing.FakeGraph;

internal static class GraphRoutes
{
    private const string Management = "whatsapp_business_management";
    private const string Messaging = "whatsapp_business_messaging";

    public static (
        int, JsonNode) Answer(GraphServer server, HttpRequest request, string[] path, JsonObject body) => (request.Method, path) switch
        {
            ("GET", ["oauth", "access_token"]) => Exchange(server, request.Query),
            ("GET", ["debug_token"]) => Inspect(server, request.Query),
            ("GET", [var account, "phone_numbers"]) => WithAccount(server, request, account, known => Numbers(server, known, request)),
            ("POST", [var account, "subscribed_apps"]) => WithAccount(server, request, account, Subscribe),
            ("GET", [var account, "subscribed_apps"]) => WithAccount(server, request, account, known => Subscribed(server, known)),
            ("GET", [var account, "message_templates"]) =>
                WithAccount(server, request, account, known => TemplateRoutes.List(known, request.Query)),
            ("POST", [var account, "message_templates"]) =>
                WithAccount(server, request, account, known => TemplateRoutes.Create(server, known, body)),
            ("POST", [var number, "messages"]) => WithNumber(server, request, number, known =>
                MessageRoutes.Send(server, server.AccountOf(known), known, body), Messaging),
            ("GET", [var app, "subscriptions"]) => Subscriptions(server, request, app),
            ("POST", [var number, "register"]) => WithNumber(server, request, number, known => Register(server, known, body)),
            ("GET", [var number]) => WithNumber(server, request, number, known => (200, Show(known, FieldsOf(request)))),
            _ => GraphErrors.Of(400, "OAuthException", 2500, "Unknown path components: /" + string.Join('/', path)),
        };

    private static (int, JsonNode) Exchange(GraphServer server, IQueryCollection query)
    {
        if (query["client_id"] != server.AppId)
            return GraphErrors.Of(400, "OAuthException", 101, "Error validating application. Invalid application ID.");
        if (query["client_secret"] != server.AppSecret)
            return GraphErrors.Of(400, "OAuthException", 1, "Error validating client secret.");
        if (server.Code(query["code"]) is not { } code)
            return GraphErrors.Invalid("Invalid verification code format.");
        if (server.Clock.GetUtcNow() > code.IssuedAt + GraphServer.CodeLife)
            return GraphErrors.Invalid("This authorization code has expired.", 36007);
        if (!code.TakeOnce())
            return GraphErrors.Invalid("This authorization code has been used.", 36009);
        var token = server.NewToken([.. code.Accounts]);
        return (200, new JsonObject { ["access_token"] = token.Value, ["token_type"] = "bearer" });
    }

    private static (int, JsonNode) Inspect(GraphServer server, IQueryCollection query)
    {
        var viewer = query["access_token"] == server.AppToken ? server.AppId : server.Token(query["access_token"]!)?.AppId;
        if (viewer is null)
            return GraphErrors.BadToken("Invalid OAuth access token signature.");
        var asked = query["input_token"].ToString();
        if (asked == server.AppToken)
            return (200, new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["app_id"] = server.AppId,
                    ["type"] = "APP",
                    ["application"] = "Fake",
                    ["is_valid"] = true,
                    ["scopes"] = new JsonArray()
                }
            });
        if (server.Token(asked) is not { } token)
            return (200, new JsonObject { ["data"] = NotValid("Malformed access token " + asked, null) });
        if (token.AppId != viewer)
            return GraphErrors.Invalid("(#100) The App_id in the input_token did not match the Viewing App");
        return (200, new JsonObject
        {
            ["data"] = Failure(server, token) is { } failure
            ? NotValid(failure.Message, failure.Subcode) : Grant(token)
        });
    }

    private static JsonObject NotValid(string message, int? subcode)
    {
        var error = new JsonObject { ["code"] = 190, ["message"] = message };
        if (subcode is not null)
            error["subcode"] = subcode;
        return new() { ["error"] = error, ["is_valid"] = false, ["scopes"] = new JsonArray() };
    }

    private static JsonObject Grant(FakeToken token) => new()
    {
        ["app_id"] = token.AppId,
        ["type"] = "SYSTEM_USER",
        ["application"] = "Fake",
        ["data_access_expires_at"] = 0,
        ["expires_at"] = token.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
        ["is_valid"] = true,
        ["issued_at"] = 1_780_000_000,
        ["scopes"] = new JsonArray([.. token.Scopes.Select(scope => JsonValue.Create(scope))]),
        ["granular_scopes"] = new JsonArray([.. token.Scopes.Select(scope => GranularScope(scope, token.Accounts))]),
        ["user_id"] = "1220000000000001",
    };

    private static JsonObject GranularScope(string scope, IReadOnlyList<string> accounts)
    {
        var granular = new JsonObject { ["scope"] = scope };
        if (accounts.Count > 0)
            granular["target_ids"] = new JsonArray([.. accounts.Select(account => JsonValue.Create(account))]);
        return granular;
    }

    private static (string Message, int? Subcode)? Failure(GraphServer server, FakeToken token) => token switch
    {
        { IsRevoked: true } => ("Error validating access token: The user has not authorized application", 458),
        { ExpiresAt: { } end } when end <= server.Clock.GetUtcNow() => (
            string.Create(CultureInfo.InvariantCulture,
                $"Error validating access token: Session has expired on {end:dddd, dd-MMM-yy HH:mm:ss} UTC"), 463),
        _ => null,
    };

    /// <summary>As the header, or the query where somebody sends it so.</summary>
    private static string? Presented(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? header["Bearer ".Length..] : request.Query["access_token"];

    private static (int, JsonNode) WithToken(GraphServer server, HttpRequest request, Func<FakeToken, (int, JsonNode)> next)
    {
        if (Presented(request) is not { Length: > 0 } presented)
            return GraphErrors.Of(400, "OAuthException", 104, "An access token is required to request this resource.");
        if (server.Token(presented) is not { } token)
            return GraphErrors.BadToken("Malformed access token " + presented);
        return Failure(server, token) is { } failure ? GraphErrors.BadToken(failure.Message, failure.Subcode) : next(token);
    }

    private static (
        int, JsonNode) WithAccount(GraphServer server, HttpRequest request, string id, Func<FakeAccount, (int, JsonNode)> next) =>
            WithToken(server, request, token =>
        server.Account(id) is not { } account || !token.Reaches(id) ? GraphErrors.NoSuchThing(id)
        : token.Scopes.Contains(Management) ? next(account) : GraphErrors.NoPermission());

    private static (
        int, JsonNode) WithNumber(GraphServer server, HttpRequest request, string id, Func<FakeNumber, (int, JsonNode)> next,
        string scope = Management) =>
            WithToken(server, request, token =>
        server.Number(id) is not { } number || !server.AccountsOf(token).Any(account => account.Numbers.Contains(number))
            ? GraphErrors.NoSuchThing(id)
        : token.Scopes.Contains(scope) ? next(number) : GraphErrors.NoPermission());

    private static (int, JsonNode) Numbers(GraphServer server, FakeAccount account, HttpRequest request) => (200, new JsonObject
    {
        ["data"] = new JsonArray([.. account.Numbers.Select(number => Show(number, FieldsOf(request)))]),
        ["paging"] = new JsonObject { ["cursors"] = new JsonObject { ["before"] = server.Draw("QVF"), ["after"] = server.Draw("QVF") } },
    });

    private static (int, JsonNode) Subscribe(FakeAccount account)
    {
        account.IsSubscribed = true;
        return (200, new JsonObject { ["success"] = true });
    }

    private static (int, JsonNode) Subscribed(GraphServer server, FakeAccount account)
    {
        var app = new JsonObject
        {
            ["id"] = server.AppId,
            ["name"] = "Fake",
            ["link"] = "https://www.facebook.com/games/?app_id=" + server.AppId
        };
        return (200, new JsonObject
        {
            ["data"] = account.IsSubscribed ? new JsonArray(new JsonObject { ["whatsapp_business_api_data"] = app }) : new JsonArray(),
        });
    }

    private static (int, JsonNode) Subscriptions(GraphServer server, HttpRequest request, string app)
    {
        if (app != server.AppId || Presented(request) != server.AppToken)
            return GraphErrors.BadToken("Invalid OAuth access token signature.");
        var fields = server.SubscribedFields.Select(field => (JsonNode)new JsonObject { ["name"] = field, ["version"] = server.Version });
        return (200, new JsonObject
        {
            ["data"] = new JsonArray(new JsonObject
            {
                ["object"] = "whatsapp_business_account",
                ["callback_url"] = "https://connect.example.com/meta-hooks/x",
                ["active"] = true,
                ["fields"] = new JsonArray([.. fields]),
            }),
        });
    }

    private static (int, JsonNode) Register(GraphServer server, FakeNumber number, JsonObject body)
    {
        if (body["messaging_product"]?.GetValue<string>() != "whatsapp")
            return GraphErrors.Invalid("(#100) The parameter messaging_product is required.");
        if (body["pin"]?.GetValue<string>() is not { Length: 6 } pin)
            return GraphErrors.Invalid("(#100) Param pin must be 6 characters long.");
        return number.Register(pin, server.Clock.GetUtcNow()) is { } code
            ? GraphErrors.NotRegistered(code) : (200, new JsonObject { ["success"] = true });
    }

    private static string[] FieldsOf(HttpRequest request) => request.Query["fields"].ToString() is { Length: > 0 } fields
        ? [.. fields.Split(',').Prepend("id")]
        : ["verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput",
            "webhook_configuration", "id"];

    /// <summary>Only what was asked for, as Graph does.</summary>
    private static JsonObject Show(FakeNumber number, string[] fields)
    {
        var all = new JsonObject
        {
            ["id"] = number.Id,
            ["display_phone_number"] = number.Shown,
            ["verified_name"] = "Fake Business",
            ["name_status"] = "APPROVED",
            ["code_verification_status"] = number.IsVerified ? "VERIFIED" : "NOT_VERIFIED",
            ["quality_rating"] = number.Quality,
            ["status"] = number.Status,
            ["account_mode"] = "LIVE",
            ["platform_type"] = number.IsRegistered || number.IsOnBusinessApp ? "CLOUD_API" : "NOT_APPLICABLE",
            ["throughput"] = new JsonObject { ["level"] = number.IsRegistered || number.IsOnBusinessApp ? "STANDARD" : "NOT_APPLICABLE" },
            ["whatsapp_business_manager_messaging_limit"] = number.MessagingLimit,
            ["last_onboarded_time"] = "2026-11-20T15:07:36+0000",
            ["is_on_biz_app"] = number.IsOnBusinessApp,
        };
        var shown = new JsonObject();
        foreach (var field in fields.Distinct().Where(all.ContainsKey))
            shown[field] = all[field]!.DeepClone();
        return shown;
    }
}
