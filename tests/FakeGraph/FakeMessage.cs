using System.Text.Json.Nodes;

namespace PilotPairing.FakeGraph;

/// <summary>A message that Graph took.</summary>
/// <param name="Number">Meta's id of the sender.</param>
public sealed record FakeMessage(string Id, string Number, string Recipient, JsonObject Body)
{
    public string Template => Body["template"]!["name"]!.GetValue<string>();

    public string Language => Body["template"]!["language"]!["code"]!.GetValue<string>();

    /// <summary>The values of a component, <c>header</c>, <c>body</c> or <c>button</c>, in their order.</summary>
    public IReadOnlyList<string> Values(string type) =>
        [.. Body["template"]!["components"]!.AsArray().Where(component => component!["type"]!.GetValue<string>() == type)
            .SelectMany(component => component!["parameters"]!.AsArray()).Select(parameter => parameter!["text"]!.GetValue<string>())];

    /// <summary>The body of the webhook by which Meta reports what became of it.</summary>
    public string Report(string status, int? error = null, DateTimeOffset? at = null, bool returnsData = true)
    {
        var report = new JsonObject
        {
            ["id"] = Id,
            ["status"] = status,
            ["timestamp"] = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds()
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["recipient_id"] = Recipient,
        };
        if (returnsData && Body["biz_opaque_callback_data"] is { } data)
            report["biz_opaque_callback_data"] = data.DeepClone();
        if (error is { } code)
        {
            report["errors"] = new JsonArray(new JsonObject
            {
                ["code"] = code,
                ["title"] = GraphErrors.Titles.GetValueOrDefault(code, "Failed"),
                ["message"] = GraphErrors.Titles.GetValueOrDefault(code, "Failed"),
                ["error_data"] = new JsonObject { ["details"] = $"Message to {Recipient} failed" },
                ["href"] = "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/",
            });
        }

        return new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject
            {
                ["id"] = "1022",
                ["changes"] = new JsonArray(new JsonObject
                {
                    ["field"] = "messages",
                    ["value"] = new JsonObject
                    {
                        ["messaging_product"] = "whatsapp",
                        ["metadata"] = new JsonObject { ["display_phone_number"] = "15550783881", ["phone_number_id"] = Number },
                        ["statuses"] = new JsonArray(report),
                    },
                }),
            }),
        }.ToJsonString();
    }
}
