using System.Text.Json;
using PilotPairing.Api.Tests.Contract;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// The description that clients generate from: the committed one is the served one, and it keeps its promises about names, keys and errors.
/// </summary>
public sealed class OpenApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>Where the committed description stands for any installation.</summary>
    public const string PublicUrl = "https://pair.example.com";

    [Theory]
    [InlineData("v1", "openapi.json")]
    [InlineData("v1-3.0", "openapi-3.0.json")]
    public async Task The_committed_description_is_the_served_one(string name, string file)
    {
        var document = (await host.Get($"/openapi/{name}.json", key: "")).Expect(200);
        var address = host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        document.GetProperty("servers")[0].Text("url").Should().Be(address);
        var served = Indented(document).Replace(address, PublicUrl, StringComparison.Ordinal);
        var fresh = Path.Combine(RepositoryRoot.Path, "artifacts", file);
        Directory.CreateDirectory(Path.GetDirectoryName(fresh)!);
        await File.WriteAllTextAsync(fresh, served);

        var path = Path.Combine(RepositoryRoot.Path, "docs", file);
        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";

        committed.Should().Be(served, $"a changed API is committed with its description: copy artifacts/{file} to docs/{file}");
    }

    [Fact]
    public async Task Every_operation_has_its_own_name_its_key_and_the_envelope_for_its_errors()
    {
        var document = (await host.Get("/openapi/v1.json", key: "")).Expect(200);
        document.GetProperty("openapi").GetString().Should().StartWith("3.1");

        var operations = (
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (Path: path.Name, Method: operation.Name, Operation: operation.Value)).ToList();

        operations.Should().HaveCountGreaterThan(40);
        operations.Select(one => one.Operation.GetProperty("operationId").GetString()).Should().OnlyHaveUniqueItems()
            .And.Contain(["post_numbers_remote-pairing", "get_numbers_id", "post_remote-pairing_token_connect"]);
        foreach (var (path, method, operation) in operations)
        {
            var isPublic = path.Contains("{token}", StringComparison.Ordinal) && !path.EndsWith("/complete", StringComparison.Ordinal);
            operation.GetProperty("responses").TryGetProperty("401", out _).Should().Be(!isPublic, $"{method} {path}");
            foreach (var answer in operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name[0] is '4' or '5'))
                answer.Value.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()
                    .Should().EndWith("/ErrorEnvelope");
        }
    }

    [Fact]
    public void Every_operation_says_what_it_is_for_and_every_member_what_it_means()
    {
        foreach (var operation in ApiDescription.Committed.Operations)
        {
            operation.Description.TryGetProperty("summary", out _).Should()
                .BeTrue($"src/Api/OpenApi/Operations.cs says what {operation.Id} is for");
            foreach (var parameter in operation.Description.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray() : default)
                parameter.TryGetProperty("description", out _).Should().BeTrue($"{operation.Id} says what {parameter.Text("name")} means");
        }

        foreach (var schema in ApiDescription.Committed.Document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            foreach (var member in schema.Value.TryGetProperty("properties", out var members) ? members.EnumerateObject() : default)
            {
                (member.Value.TryGetProperty("description", out _) || member.Value.TryGetProperty("$ref", out _)
                    || member.Value.TryGetProperty("oneOf", out _))
                    .Should().BeTrue($"src/Api/OpenApi/Fields.cs says what {schema.Name}.{member.Name} means");
            }
        }
    }

    [Fact]
    public void Every_body_has_an_example_that_fits_its_schema()
    {
        var schema = new JsonSchema(ApiDescription.Committed);
        var examples = 0;
        foreach (var operation in ApiDescription.Committed.Operations)
        {
            foreach (var (place, media) in operation.JsonBodies)
            {
                var given = media.TryGetProperty("examples", out var several)
                    ? several.EnumerateObject().Select(example => example.Value.GetProperty("value")).ToList()
                    : [media.GetProperty("example")];
                given.Should().NotBeEmpty();
                foreach (var example in given)
                {
                    schema.Check(media.GetProperty("schema"), example).Should().BeEmpty($"the example of {operation} {place} fits");
                    examples++;
                }
            }
        }

        examples.Should().BeGreaterThan(300);
    }

    private static string Indented(JsonElement document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
