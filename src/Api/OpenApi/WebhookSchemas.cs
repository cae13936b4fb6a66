using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.OpenApi;

/// <summary>What receivers of webhooks get: one description per event, each with a body that was delivered once.</summary>
internal static class WebhookSchemas
{
    /// <summary>The body of any event, for where they are mixed.</summary>
    public const string Any = "WebhookEvent";

    private static readonly IReadOnlyList<string> Envelope = ["event", "data", "type", "timestamp", "schemaVersion"];

    private static readonly Field EventId = new("The event, as in the header webhook-id", "evt_01m7yzm1g8e3atdvy5zebzrk9y");

    private static readonly IReadOnlyList<EventKind> Kinds =
    [
        new("NumberEvent", "number.", "Something happened to a number",
            [
                "id", "numberId", "instanceId", "instanceName", "name", "number", "connectedNumber?", "provider", "state",
                "isFullyConnected",
                "externalRef", "metadata", "linkId?", "reason?", "scannedNumberMasked?", "reconnectUrl?", "sequence", "createdAt",
            ],
            new()
            {
                ["id"] = EventId,
                ["number"] = new("The number with its plus", "+5511999999999"),
                ["connectedNumber"] = new("What WhatsApp reports after pairing, with its plus", "+5511999999999"),
                ["sequence"] = new("Grows with every event of this number", 1),
            }),
        new("LinkEvent", "link.", "Something happened to a pairing link",
            ["id", "linkId", "numberId", "provider", "status", "phase", "reason?", "messageId?", "externalRef", "metadata",
                "sequence", "createdAt",
            ],
            new()
            {
                ["id"] = EventId,
                ["reason"] = new("Why pairing failed, or the message", "stalled"),
                ["messageId"] = new("In events about a message: its id in the link's delivery", "snd_01m7yzm1gbe3atdvy5zebzrk9y"),
                ["sequence"] = new("Grows with every event of this link's number", 1),
            }),
        new("TestEvent", "webhook.", "Sent by POST /v1/webhooks/{id}/test", ["id", "webhookId", "numberId", "createdAt"],
            new() { ["id"] = EventId }),
    ];

    public static void DescribeAny(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Description = "The body of a webhook, as delivered";
        schema.Required = Envelope.ToHashSet();
        schema.Properties = Envelope.ToDictionary(member => member, IOpenApiSchema (member) => Member(Any, member, [], null));
    }

    public static void Add(OpenApiDocument document)
    {
        var delivered = Delivered();
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        foreach (var kind in Kinds)
        {
            var data = kind.Name + "Data";
            var names = EventMeanings.Table.Keys.Where(name => name.StartsWith(kind.Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToList();
            document.AddComponent(data, Object(data, kind.Data, kind.Own, document));
            var body = Object(kind.Name, Envelope, [], document);
            body.Description = kind.Meaning;
            body.Properties!["data"] = new OpenApiSchemaReference(data, document);
            body.Properties["event"] = body.Properties["type"] = new OpenApiSchemaReference(kind.Name + "Name", document);
            document.AddComponent(kind.Name + "Name", new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. names.Select(name => JsonValue.Create(name))],
            });
            document.AddComponent(kind.Name, body);
            foreach (var name in names)
            {
                var delivery = Delivery(name, kind, delivered[name]?.DeepClone(), document);
                document.Webhooks[name] = new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = delivery } };
            }
        }
    }

    /// <summary>The older version knows no webhooks: they stand under the name that its tools read instead.</summary>
    public static void Downgrade(OpenApiDocument document) =>
        document.AddExtension("x-webhooks", new OlderWebhooks([.. document.Webhooks!]));

    private static OpenApiOperation Delivery(string name, EventKind kind, JsonNode? example, OpenApiDocument document) => new()
    {
        OperationId = "webhook_" + name.Replace('.', '_'),
        Summary = name,
        Description = EventMeanings.Table[name],
        Tags = new HashSet<OpenApiTagReference> { new("Webhooks", document) },
        Parameters =
        [
            Header("webhook-id", "Names the event: the same on every retry", "evt_01m7yzm1g8e3atdvy5zebzrk9y"),
            Header("webhook-timestamp", "When this attempt was signed, in seconds since 1970", "1795183387"),
            Header("webhook-signature", "By the Standard Webhooks scheme; several are separated by a space",
                "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
        ],
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = new OpenApiSchemaReference(kind.Name, document), Example = example },
            },
        },
        Responses = new()
        {
            ["2XX"] = new OpenApiResponse { Description = "Received" },
            ["410"] = new OpenApiResponse { Description = "Gone: the endpoint is switched off" },
        },
        Security = [],
    };

    private static OpenApiParameter Header(string name, string meaning, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Examples = [example] },
    };

    /// <param name="members">A question mark: left out where there is none.</param>
    /// <param name="own">What names mean in these events alone.</param>
    private static OpenApiSchema Object(
        string record, IReadOnlyList<string> members, Dictionary<string, Field> own, OpenApiDocument document) => new()
        {
            Type = JsonSchemaType.Object,
            Required = members.Where(member => member[^1] != '?').ToHashSet(),
            Properties = members.Select(member => member.TrimEnd('?'))
            .ToDictionary(member => member, member => Member(record, member, own, document)),
        };

    private static IOpenApiSchema Member(string record, string name, Dictionary<string, Field> own, OpenApiDocument? document)
    {
        if ((record, name) switch
        {
            (_, "provider") => nameof(Provider),
            (_, "state") => nameof(InstanceState),
            (_, "status") => nameof(LinkStatus),
            (_, "phase") => nameof(PairingPhase),
            ("NumberEventData", "reason") => nameof(DisconnectReason),
            _ => null,
        } is { } named)
            return new OpenApiSchemaReference(named, document);

        var schema = new OpenApiSchema
        {
            Type = name switch
            {
                "isFullyConnected" => JsonSchemaType.Boolean,
                "sequence" => JsonSchemaType.Integer,
                "data" or "metadata" => JsonSchemaType.Object,
                "externalRef" => JsonSchemaType.String | JsonSchemaType.Null,
                "numberId" when record != "NumberEventData" => JsonSchemaType.String | JsonSchemaType.Null,
                _ => JsonSchemaType.String,
            },
            Format = name switch { "createdAt" or "timestamp" => "date-time", "sequence" => "int64", _ => null },
            AdditionalProperties = name switch
            {
                "metadata" => new OpenApiSchema { Type = JsonSchemaType.String },
                "data" => new OpenApiSchema(),
                _ => null,
            },
        };
        (own.GetValueOrDefault(name) ?? Field.Of(record, name)!).Describe(schema);
        return schema;
    }

    /// <summary>Written by a test that has every event delivered.</summary>
    private static JsonObject Delivered()
    {
        using var stream = typeof(WebhookSchemas).Assembly.GetManifestResourceStream("deliveries.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private sealed class OlderWebhooks(IReadOnlyList<KeyValuePair<string, IOpenApiPathItem>> webhooks) : IOpenApiExtension
    {
        public void Write(IOpenApiWriter writer, OpenApiSpecVersion specVersion)
        {
            writer.WriteStartObject();
            foreach (var (name, webhook) in webhooks)
            {
                writer.WritePropertyName(name);
                webhook.SerializeAsV3(writer);
            }

            writer.WriteEndObject();
        }
    }

    private sealed record EventKind(string Name, string Prefix, string Meaning, IReadOnlyList<string> Data, Dictionary<string, Field> Own);
}
