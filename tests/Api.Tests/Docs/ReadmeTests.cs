using System.Text.Json;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The README's integration, run as it is written: what a newcomer pastes must work.</summary>
public sealed class ReadmeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_five_minute_integration_connects_a_number_and_is_told_so_signed()
    {
        await using var sink = await WebhookSink.Start();
        var readme = Guide.Read("README.md");
        var section = readme[readme.IndexOf("## Five-minute integration", StringComparison.Ordinal)..readme.IndexOf("## Embedding it", StringComparison.Ordinal)];
        var blocks = Guide.Blocks(section, "bash");
        blocks.Should().HaveCount(5);

        // The first block names the demo's own address and key; here the test's stand in their place.
        var printed = await Guide.Run(string.Join('\n', blocks.Skip(1)) + "\necho $SECRET", ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')), ("KEY", host.Tenant.Key.Raw.Value), ("HOOK", sink.Url));

        printed[0].Should().Contain("/connect/rp_");
        printed[1].Should().MatchRegex("^[1-9A-Z]{4}-[1-9A-Z]{4}$");
        printed[2].Should().Contain("\"connected\"");
        printed[3].Should().Be("OPEN");
        var secret = WebhookSecret.Parse(printed[4])!;
        var events = new List<string>();
        while (!events.Contains("number.connected"))
        {
            var delivery = await sink.Next();
            WebhookSignature.Verify(delivery.Headers, delivery.Body, secret, TimeProvider.System.GetUtcNow()).Should().Be(SignatureVerdict.Valid);
            events.Add(JsonDocument.Parse(delivery.Body).RootElement.GetProperty("event").GetString()!);
        }
    }
}
