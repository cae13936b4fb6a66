using System.Text.Json;
using PilotPairing.Api.Tests.Contract;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// What generators of clients stumble over: members without a type, requirements that may be null, missing servers, keys and examples.
/// </summary>
public sealed class GeneratorFriendlyTests
{
    private static readonly ApiDescription Api = ApiDescription.Committed;
    private static readonly JsonElement Schemas = Api.Document.GetProperty("components").GetProperty("schemas");

    [Fact]
    public void Every_schema_says_its_type()
    {
        // Whatever an event's data or an error's details hold beside what is named, their readers see as any JSON.
        var open = (string[])["ErrorEnvelope.details.*", "ProblemEnvelope.details.*", "WebhookEvent.data.*"];

        var untyped = All().Where(one => !new[] { "type", "$ref", "oneOf", "allOf" }.Any(keyword => one.Schema.Has(keyword)))
            .Select(one => one.Place);

        untyped.Should().BeEquivalentTo(open);
        foreach (var member in (string[])["name", "number"])
            MemberOf("PairingLinkRequest", member).Text("type").Should().Be("string");
    }

    [Fact]
    public void What_a_request_requires_is_never_null()
    {
        var required = (
            from schema in Schemas.EnumerateObject()
            where schema.Name.EndsWith("Request", StringComparison.Ordinal) && schema.Value.Has("required")
            from name in schema.Value.GetProperty("required").EnumerateArray()
            select (Place: $"{schema.Name}.{name}", Schema: MemberOf(schema.Name, name.GetString()!))).ToList();

        required.Should().HaveCountGreaterThan(20);
        required.Where(one => MayBeNull(one.Schema)).Select(one => one.Place).Should().BeEmpty();
        Schemas.EnumerateObject().Where(schema => schema.Value.Has("enum") && MayBeNull(schema.Value)).Select(schema => schema.Name)
            .Should().BeEmpty("null belongs to a member, not to the values of a type");
    }

    [Fact]
    public void Labels_are_text()
    {
        var labels = All().Where(one => one.Place.EndsWith(".metadata", StringComparison.Ordinal)).ToList();

        labels.Should().HaveCountGreaterThan(8);
        foreach (var (place, schema) in labels)
            schema.GetProperty("additionalProperties").Text("type").Should().Be("string", place);
    }

    [Fact]
    public void Every_member_has_an_example_that_fits_it()
    {
        var schema = new JsonSchema(Api);
        foreach (var (place, member) in Members())
        {
            // A key is shown once, when it is made: in lists there is nothing to show.
            if (!IsNamed(member) && place != "NumberKeyResponse.key")
                member.Has("examples").Should().BeTrue($"src/Api/OpenApi/Fields.cs gives an example of {place}");
            foreach (var example in member.TryGetProperty("examples", out var examples) ? examples.EnumerateArray() : default)
                schema.Check(member, example).Should().BeEmpty(place);
        }
    }

    [Fact]
    public void The_description_begins_with_contact_server_and_authentication()
    {
        var isNamedByAddress = !Api.Document.GetProperty("info").TryGetProperty("license", out var license) || license.Has("url");
        isNamedByAddress.Should().BeTrue("a license is named by its address or not at all");
        Api.Document.GetProperty("servers")[0].Text("url").Should().Be(OpenApiTests.PublicUrl);
        Api.Document.GetProperty("security").EnumerateArray().Select(one => one.EnumerateObject().Single().Name)
            .Should().Equal("apiKey", "apiKeyId");
    }

    [Fact]
    public void An_embed_session_is_prolonged_by_its_own_token()
    {
        var refresh = Api.Operations.Single(operation => operation.Id == "post_api_public_embed_refresh");

        var scheme = refresh.Description.GetProperty("security").EnumerateArray().Single().EnumerateObject().Single().Name;

        Api.Document.GetProperty("components").GetProperty("securitySchemes").GetProperty(scheme).Text("scheme")
            .Should().Be("bearer");
    }

    [Fact]
    public void A_pairing_link_is_described_as_in_the_compatible_API()
    {
        var operation = Api.Operations.Single(one => one.Path == "/v1/numbers/remote-pairing");

        operation.Id.Should().Be("post_numbers_remote-pairing");
        operation.Description.GetProperty("tags").EnumerateArray().Single().GetString().Should().Be("Numbers");
        operation.Description.Text("summary").Should().Be("Remote pairing (connection link)");
        var example = operation.Body!.Value.GetProperty("application/json").GetProperty("example");
        var compatible = new Dictionary<string, string>
        {
            ["name"] = "Cliente Acme",
            ["number"] = "5511988887777",
            ["redirectUrl"] = "https://app.acme.com/done",
            ["externalRef"] = "customer-42",
        };
        foreach (var (member, value) in compatible)
        {
            example.Text(member).Should().Be(value);
            MemberOf("PairingLinkRequest", member).GetProperty("examples")[0].GetString().Should().Be(value);
        }
    }

    [Fact]
    public void An_upload_is_a_form_with_a_file()
    {
        var forms = Api.Operations.Where(operation => operation.Body?.TryGetProperty("multipart/form-data", out _) == true).ToList();

        forms.Should().NotBeEmpty();
        foreach (var form in forms)
        {
            var schema = form.Body!.Value.GetProperty("multipart/form-data").GetProperty("schema");
            schema.GetProperty("properties").GetProperty("file").Text("format").Should().Be("binary", form.Id);
        }
    }

    [Fact]
    public void The_older_rendering_has_the_same_operations_in_the_older_dialect()
    {
        var older = JsonDocument.Parse(Guide.Read("docs", "openapi-3.0.json")).RootElement;

        older.Text("openapi").Should().StartWith("3.0.");
        OperationIds(older).Should().Equal(OperationIds(Api.Document));
        older.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name)
            .Should().BeEquivalentTo(Schemas.EnumerateObject().Select(schema => schema.Name));
        older.GetRawText().Should().NotContain("\"null\"").And.NotContain("\"examples\": [").And.NotContain("\"type\": [");

        static IEnumerable<string> OperationIds(JsonElement document) =>
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select operation.Value.Text("operationId");
    }

    [Fact]
    public void The_older_rendering_has_the_webhooks_where_its_tools_read_them()
    {
        var older = JsonDocument.Parse(Guide.Read("docs", "openapi-3.0.json")).RootElement.GetProperty("x-webhooks");
        var webhooks = Api.Document.GetProperty("webhooks");

        older.EnumerateObject().Select(one => one.Name).Should().Equal(webhooks.EnumerateObject().Select(one => one.Name))
            .And.HaveCountGreaterThan(14);
        foreach (var one in older.EnumerateObject())
        {
            BodyOf(one.Value).GetProperty("schema").GetRawText().Should()
                .Be(BodyOf(webhooks.GetProperty(one.Name)).GetProperty("schema").GetRawText());
            BodyOf(one.Value).GetProperty("example").Text("event").Should().Be(one.Name);
        }

        static JsonElement BodyOf(JsonElement webhook) => webhook.GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json");
    }

    private static JsonElement MemberOf(string schema, string member) =>
        Schemas.GetProperty(schema).GetProperty("properties").GetProperty(member);

    private static bool MayBeNull(JsonElement schema) =>
        (schema.TryGetProperty("type", out var type) && type.GetRawText().Contains("\"null\"", StringComparison.Ordinal))
        || (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Any(MayBeNull));

    /// <summary>Whether a schema of its own, with its own examples, says what the member is.</summary>
    private static bool IsNamed(JsonElement schema) =>
        schema.Has("$ref")
        || (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Any(IsNamed))
        || (schema.TryGetProperty("items", out var items) && IsNamed(items));

    private static IEnumerable<(string Place, JsonElement Schema)> Members() =>
        from schema in Schemas.EnumerateObject()
        where schema.Value.Has("properties")
        from member in schema.Value.GetProperty("properties").EnumerateObject()
        select ($"{schema.Name}.{member.Name}", member.Value);

    private static IEnumerable<(string Place, JsonElement Schema)> All() =>
        Schemas.EnumerateObject().Select(schema => (schema.Name, schema.Value))
            .Concat(from operation in Api.Operations
                    from body in operation.JsonBodies
                    select ($"{operation.Id} {body.Place}", body.Media.GetProperty("schema")))
            .SelectMany(schema => Within(schema.Item1, schema.Item2));

    private static IEnumerable<(string Place, JsonElement Schema)> Within(string place, JsonElement schema)
    {
        List<(string Place, JsonElement Schema)> parts = [];
        if (schema.TryGetProperty("properties", out var members))
            parts.AddRange(members.EnumerateObject().Select(member => ($"{place}.{member.Name}", member.Value)));
        if (schema.TryGetProperty("oneOf", out var choices))
            parts.AddRange(choices.EnumerateArray().Select((choice, at) => ($"{place}|{at}", choice)));
        if (schema.TryGetProperty("items", out var items))
            parts.Add(($"{place}[]", items));
        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
            parts.Add(($"{place}.*", others));
        return parts.SelectMany(part => Within(part.Place, part.Schema)).Prepend((place, schema));
    }
}
