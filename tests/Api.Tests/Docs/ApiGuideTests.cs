using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Api.Errors;
using PilotPairing.Domain;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>docs/api.md: its commands run from the first to the last, its receiver verifies, its table of errors is the code's.</summary>
public sealed partial class ApiGuideTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string Text = Guide.Read("docs", "api.md");

    [Fact]
    public async Task Every_command_does_what_the_guide_says()
    {
        await using var sink = await WebhookSink.Start();

        // The first block names the reader's own address and key; here the test's stand in their place.
        var printed = await Guide.Run(
            string.Join('\n', Guide.Blocks(Text, "bash").Skip(1)) + "\necho \"secret $SECRET\"",
            ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')), ("KEY", host.Tenant.Key.Raw.Value), ("HOOK", sink.Url));

        printed[0].Should().Be("tenant");
        printed[1].Should().Contain("/connect/rp_");
        printed[2..5].Should().Equal("active", "es", "+551199****9999");
        printed[5].Should().MatchRegex("^[0-9A-Z]{4}-[0-9A-Z]{4}$");
        printed[6..9].Should().Equal("awaiting_scan", "1", "OPEN");
        printed.Should().ContainInOrder("link.created", "number.connected", "number.created", "true", "OPEN", "Loja Norte", "Loja Norte",
            "CLOSE", "data:image/png;base64,", """{"ok":true}""");
        printed.Should().ContainInOrder("Loja", "image/png", "es", "[]", "one link", "\"VALIDATION_ERROR\"",
            """{"name":"must be a string of 1 to 120 characters without control characters","number":"must be a string of 10 to 15 digits that begin with the country code, such as +5511999999999"}""");
        printed.Should().ContainInOrder(
            "201 +551196****0001", "400 VALIDATION_ERROR", "id,status,provider,methods,numberId,number", "1",
            """["from","groupBy","rows","to"]""",
            "key,created,opened,started,scanned,connected,failed", "one link");
        printed.Should().ContainInOrder("RateLimit", "RateLimit-Policy", "OPEN", "CLOSE");

        await Verified(await sink.Next(), printed[^1]["secret ".Length..]);
    }

    [Fact]
    public void Its_table_of_errors_has_every_code_that_is_answered_and_no_other()
    {
        var answered = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)))
            .Select(refusal => $"{RefusalResult.StatusOf(Enum.Parse<RefusalKind>(refusal.Groups[1].Value))} {refusal.Groups[2].Value}")
            .Append("500 INTERNAL_ERROR").Distinct().ToList();
        answered.Should().HaveCountGreaterThan(30);

        var table = Row().Matches(Text).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}").ToList();

        table.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(answered);
    }

    /// <summary>By the guide's own receiver, which must also refuse what was changed.</summary>
    private static async Task Verified(SinkRequest delivery, string secret)
    {
        var given = JsonSerializer.Serialize(
            new
            {
                headers = delivery.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
                body = Encoding.UTF8.GetString(delivery.Body),
                secret
            });
        var program = Guide.Blocks(Text, "js").Single() + """

            const { headers, body, secret } = JSON.parse(process.env.GIVEN);
            console.log(verify(headers, body, secret), verify(headers, body + " ", secret), verify(headers, body, "whsec_AAAA"), verify({ ...headers, "webhook-timestamp": "1" }, body, secret));
            """;

        (await Guide.Run("printf %s \"$PROGRAM\" >verify.mjs && node verify.mjs", ("PROGRAM", program), ("GIVEN", given))).Should()
            .Equal("true false false false");
    }

    [GeneratedRegex("""Refusal\(\s*RefusalKind\.(\w+),\s*"([A-Z_]+)"\s*,""")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^\| (\d{3}) \| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
