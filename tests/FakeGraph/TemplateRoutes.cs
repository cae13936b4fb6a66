using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PilotPairing.FakeGraph;

/// <summary>Templates of a business account: listed by a part of their name and in pages, and made.</summary>
internal static class TemplateRoutes
{
    public static (int, JsonNode) List(FakeAccount account, IQueryCollection query)
    {
        var name = query["name"].ToString();
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? asked : 25;
        var start = int.TryParse(query["after"], CultureInfo.InvariantCulture, out var after) ? after : 0;
        var all = account.Templates.Where(template => template.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        var page = all.Skip(start).Take(limit).ToList();
        var paging = new JsonObject
        {
            ["cursors"] = new JsonObject
            {
                ["before"] = start.ToString(CultureInfo.InvariantCulture),
                ["after"] = (start + page.Count).ToString(CultureInfo.InvariantCulture),
            },
        };
        if (start + page.Count < all.Count)
            paging["next"] = "https://graph.facebook.com/next";
        return (200, new JsonObject { ["data"] = new JsonArray([.. page.Select(template => template.Show())]), ["paging"] = paging });
    }

    public static (int, JsonNode) Create(GraphServer server, FakeAccount account, JsonObject body)
    {
        var (name, language) = (FakeTemplate.TextOf(body, "name"), FakeTemplate.TextOf(body, "language"));
        if (name.Length is 0 or > 512
            || name.Any(character => !char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_'))
            return GraphErrors.Invalid("(#100) Param name must contain only lowercase alphanumeric characters and underscores");
        if (language.Length == 0 || language.Contains('-', StringComparison.Ordinal))
            return GraphErrors.Invalid("(#100) Param language must be a supported language code");
        if (account.Templates.Any(known => known.Name == name && known.Language == language))
            return GraphErrors.Invalid("Content in this language already exists", 2388024);
        var template = new FakeTemplate(server.Draw("5941"), name, language)
        {
            Status = server.ReviewedAs,
            Category = FakeTemplate.TextOf(body, "category").ToUpperInvariant(),
            ParameterFormat = FakeTemplate.TextOf(body, "parameter_format") is { Length: > 0 } format
                ? format.ToUpperInvariant() : "POSITIONAL",
            Components = (JsonArray)(body["components"]?.DeepClone() ?? new JsonArray()),
        };
        if (Objection(template) is { } objection)
            return GraphErrors.Invalid(objection, 2388043);
        account.Add(template);
        return (200, new JsonObject { ["id"] = template.Id, ["status"] = template.Status, ["category"] = template.Category });
    }

    private static string? Objection(FakeTemplate template)
    {
        if (template.Component("BODY") is not { } body)
            return "Message template needs a body";
        var text = FakeTemplate.TextOf(body, "text").Trim();
        if (text.StartsWith("{{", StringComparison.Ordinal) || text.EndsWith("}}", StringComparison.Ordinal))
            return "Variables can't be at the start or end of the template";
        var variables = FakeTemplate.Variables(body);
        var samples = template.ParameterFormat == "NAMED"
            ? (body["example"]?["body_text_named_params"] as JsonArray)?.Count ?? 0
            : ((body["example"]?["body_text"] as JsonArray)?.FirstOrDefault() as JsonArray)?.Count ?? 0;
        if (samples != variables.Count)
            return "Message template is missing an example for each variable";
        foreach (var button in template.Buttons.Where(button => FakeTemplate.TextOf(button, "type") == "URL"))
        {
            var url = FakeTemplate.TextOf(button, "url");
            if (FakeTemplate.TextOf(button, "text").Length is 0 or > 25)
                return "Button text must have 1 to 25 characters";
            if (url.Contains("{{", StringComparison.Ordinal) && (!url.EndsWith("{{1}}", StringComparison.Ordinal)
                || button["example"] is not JsonArray { Count: 1 }))
                return "A dynamic URL ends in one variable and has one example";
        }

        return null;
    }
}
