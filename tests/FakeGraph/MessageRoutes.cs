using System.Text.Json.Nodes;

namespace PilotPairing.FakeGraph;

/// <summary>Template messages: what Graph checks before it takes one, in the order in which it objects.</summary>
internal static class MessageRoutes
{
    public static (int, JsonNode) Send(GraphServer server, FakeAccount account, FakeNumber number, JsonObject body)
    {
        if (FakeTemplate.TextOf(body, "messaging_product") != "whatsapp")
            return GraphErrors.Invalid("(#100) The parameter messaging_product is required.");
        if (FakeTemplate.TextOf(body, "to") is not { Length: >= 8 } recipient || !recipient.All(char.IsAsciiDigit))
            return GraphErrors.Invalid("(#100) The parameter to is required.");
        if (number.Status is "BANNED" or "RESTRICTED")
            return GraphErrors.Message(131031, "Business Account locked");
        if (!number.IsRegistered && !number.IsOnBusinessApp)
            return GraphErrors.Message(133010, "Account not registered");
        if (body["template"] is not JsonObject template)
            return GraphErrors.Message(131009, "Parameter value is not valid");
        if (Objection(account, template) is { } objection)
            return objection;
        if (server.Refusals.TryGetValue(recipient, out var code))
            return GraphErrors.Message(code, GraphErrors.Titles.GetValueOrDefault(code, "Refused"));

        var id = "wamid." + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(server.Draw(recipient)));
        server.Messages.Enqueue(new(id, number.Id, recipient, (JsonObject)body.DeepClone()));
        return (200, new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["contacts"] = new JsonArray(new JsonObject { ["input"] = recipient, ["wa_id"] = recipient }),
            ["messages"] = new JsonArray(new JsonObject { ["id"] = id, ["message_status"] = "accepted" }),
        });
    }

    private static (int, JsonNode)? Objection(FakeAccount account, JsonObject asked)
    {
        var (name, language) = (FakeTemplate.TextOf(asked, "name"), asked["language"]?["code"]?.GetValue<string>());
        var template = account.Templates.FirstOrDefault(known => known.Name == name && known.Language == language);
        if (template is null or { Status: "PENDING" or "REJECTED" or "IN_APPEAL" or "PENDING_DELETION" or "DELETED" })
            return GraphErrors.Message(132001, "Template name does not exist in the translation",
                $"template name ({name}) does not exist in {language}");
        if (template.Status == "PAUSED")
            return GraphErrors.Message(132015, "Template is Paused");
        if (template.Status == "DISABLED")
            return GraphErrors.Message(132016, "Template is Disabled");
        var given = (asked["components"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        foreach (var part in (string[])["header", "body"])
        {
            if (Values(template, part, given) is { } mismatch)
                return mismatch;
        }

        for (var index = 0; index < template.Buttons.Count; index++)
        {
            if (FakeTemplate.TextOf(template.Buttons[index], "url").Contains("{{", StringComparison.Ordinal)
                && !given.Any(component =>
                    FakeTemplate.TextOf(component, "type") == "button" && FakeTemplate.TextOf(component, "sub_type") == "url"
                    && FakeTemplate.TextOf(component, "index") == index.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    && Parameters(component) is [{ } only] && FakeTemplate.TextOf(only, "text").Length > 0))
                return GraphErrors.Message(131008, "Required parameter is missing",
                    $"buttons: Button at index {index} of type Url requires a parameter");
        }

        return null;
    }

    private static (int, JsonNode)? Values(FakeTemplate template, string part, List<JsonObject> given)
    {
        var variables = FakeTemplate.Variables(template.Component(part.ToUpperInvariant()));
        var parameters = given.Where(component => FakeTemplate.TextOf(component, "type") == part).SelectMany(Parameters).ToList();
        if (parameters.Count != variables.Count)
            return GraphErrors.Message(132000, "Number of parameters does not match the expected number of params",
                $"{part}: number of localizable_params ({parameters.Count}) does not match the expected number of params ({variables.Count})");
        if (template.ParameterFormat == "NAMED"
            && !parameters.Select(parameter => FakeTemplate.TextOf(parameter, "parameter_name")).Order().SequenceEqual(variables.Order()))
            return GraphErrors.Message(132012, "Parameter format does not match format in the created template");
        return parameters.Select(parameter => FakeTemplate.TextOf(parameter, "text"))
            .Any(text => text.Length == 0 || text.Any(char.IsControl) || text.Contains("     ", StringComparison.Ordinal))
            ? GraphErrors.Message(132018, "Template parameters have an invalid value",
                "Param text cannot have new-line/tab characters or more than 4 consecutive spaces") : null;
    }

    private static JsonObject[] Parameters(JsonObject component) => [.. (component["parameters"] as JsonArray)?.OfType<JsonObject>() ?? []];
}
