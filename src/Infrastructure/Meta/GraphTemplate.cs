using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>How Graph writes templates and their messages: Meta's pages on template components and on sending them.</summary>
internal static class GraphTemplate
{
    public const string Fields = "id,name,status,category,language,parameter_format,components";

    private const string ExampleName = "Loja Centro";
    private const string ExampleToken = "rp_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    private const string Named = "NAMED";

    /// <summary>Null for what is no template of Graph's.</summary>
    public static (string Name, ReportedTemplate Template)? Read(JsonElement template)
    {
        if (LenientJson.Text(template, "name") is not { } name || LenientJson.Text(template, "language") is not { } language
            || LenientJson.Text(template, "status") is not { } status)
            return null;
        var components = LenientJson.Items(LenientJson.Member(template, "components")).ToLookup(Type);
        var header = components["HEADER"].FirstOrDefault();
        var shape = new TemplateShape(
            string.Equals(LenientJson.Text(template, "parameter_format"), Named, StringComparison.OrdinalIgnoreCase),
            LenientJson.Text(header, "format")?.ToUpperInvariant(),
            TemplateShape.Variables(LenientJson.Text(header, "text")),
            TemplateShape.Variables(LenientJson.Text(components["BODY"].FirstOrDefault(), "text")),
            [.. LenientJson.Items(LenientJson.Member(components["BUTTONS"].FirstOrDefault(), "buttons"))
                .Select(button => new TemplateButton(Type(button), LenientJson.Text(button, "url")))]);
        return (name, new(status, LenientJson.Text(template, "category")?.ToUpperInvariant(), language, shape));
    }

    public static byte[] Creation(NewMetaTemplate template)
    {
        var body = new JsonObject { ["type"] = "BODY", ["text"] = template.Body.Text };
        if (template.Body.Places.Count > 0)
        {
            body["example"] = new JsonObject
            {
                ["body_text_named_params"] = new JsonArray([.. template.Body.Places.Select(place => (JsonNode)new JsonObject
                {
                    ["param_name"] = TemplateBody.NameOf(place),
                    ["example"] = place == TemplatePlace.Name ? ExampleName : NeutralSender.In(template.Language.Value),
                })]),
            };
        }

        var button = new JsonObject
        {
            ["type"] = "URL",
            ["text"] = ButtonIn(template.Language),
            ["url"] = template.Prefix + "{{1}}",
            ["example"] = new JsonArray(template.Prefix + ExampleToken),
        };
        return Bytes(new()
        {
            ["name"] = template.Name,
            ["language"] = template.Language.MetaCode,
            ["category"] = "UTILITY",
            ["parameter_format"] = Named,
            ["components"] = new JsonArray(body, new JsonObject { ["type"] = "BUTTONS", ["buttons"] = new JsonArray(button) }),
        });
    }

    /// <summary>Meta returns <c>biz_opaque_callback_data</c> with everything it reports of the message.</summary>
    public static byte[] Message(MetaMessage message)
    {
        var components = new JsonArray();
        if (message.Header.Count > 0)
            components.Add(Component("header", message.Header));
        if (message.Body.Count > 0)
            components.Add(Component("body", message.Body));
        foreach (var button in message.Buttons)
        {
            components.Add(new JsonObject
            {
                ["type"] = "button",
                ["sub_type"] = "url",
                ["index"] = button.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["parameters"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = button.Text }),
            });
        }

        return Bytes(new()
        {
            ["messaging_product"] = "whatsapp",
            ["recipient_type"] = "individual",
            ["to"] = message.Recipient.Digits,
            ["type"] = "template",
            ["template"] = new JsonObject
            {
                ["name"] = message.Template,
                ["language"] = new JsonObject { ["code"] = message.Language },
                ["components"] = components,
            },
            ["biz_opaque_callback_data"] = message.Send.Value.ToString(),
        });
    }

    private static JsonObject Component(string type, IReadOnlyList<MetaValue> values) => new()
    {
        ["type"] = type,
        ["parameters"] = new JsonArray([.. values.Select(value =>
        {
            var parameter = new JsonObject { ["type"] = "text" };
            if (value.Name is not null)
                parameter["parameter_name"] = value.Name;
            parameter["text"] = value.Text;
            return (JsonNode)parameter;
        })]),
    };

    /// <summary>Of at most 25 characters.</summary>
    private static string ButtonIn(TemplateLanguage language) => language.Key.Split('-')[0] switch
    {
        "pt" or "es" => "Conectar",
        "fr" => "Connecter",
        "de" => "Verbinden",
        "it" => "Collega",
        "id" => "Hubungkan",
        "hi" => "कनेक्ट करें",
        "ar" => "ربط",
        _ => "Connect",
    };

    private static string Type(JsonElement element) => LenientJson.Text(element, "type")?.ToUpperInvariant() ?? "";

    private static byte[] Bytes(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
}
