using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The README's integration, run as it is written: what a newcomer pastes must work.</summary>
public sealed partial class ReadmeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_five_minute_integration_connects_a_number_and_is_told_so_signed()
    {
        await using var sink = await WebhookSink.Start();
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "README.md"));
        var section = readme[readme.IndexOf("## Five-minute integration", StringComparison.Ordinal)..readme.IndexOf("## Embedding it", StringComparison.Ordinal)];
        var blocks = Bash().Matches(section).Select(block => block.Groups[1].Value).ToList();
        blocks.Should().HaveCount(5);

        // The first block names the demo's own address and key; here the test's stand in their place.
        var printed = await Run(string.Join('\n', blocks.Skip(1)) + "\necho $SECRET", ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')), ("KEY", host.Tenant.Key.Raw.Value), ("HOOK", sink.Url));

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

    private static async Task<string[]> Run(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        bash.ExitCode.Should().Be(0, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Bash();
}
