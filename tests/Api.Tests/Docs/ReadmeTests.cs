using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The README's integration, run as it is written: what a newcomer pastes must work.</summary>
public sealed class ReadmeTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>
    /// A person who pastes block after block gives the receiver this time; on a busy machine it takes longer than two attempts.
    /// </summary>
    private const string UntilReceiverListens = "curl -s --retry 60 --retry-delay 1 --retry-connrefused -o /dev/null $HOOK -d '{}'";

    [Fact]
    public Task The_five_minute_integration_connects_a_number_and_its_receiver_believes_what_is_signed() =>
        Follow(host.Http.BaseAddress!.ToString().TrimEnd('/'), host.Tenant.Key.Raw.Value);

    /// <summary>Every step, against an installation at that address.</summary>
    internal static async Task Follow(string url, string key, params (string Name, string Value)[] variables)
    {
        var readme = Guide.Read("README.md");
        var section = readme[readme.IndexOf("## Five-minute integration", StringComparison.Ordinal)..readme.IndexOf("## From Node.js and .NET",
            StringComparison.Ordinal)];
        var blocks = Guide.Blocks(section, "bash");
        blocks.Should().HaveCount(5);

        using var port = ReservedPort.Take();
        // The first block names the demo's own address and key; here the test's stand in their place.
        var printed = await Guide.Run(
            string.Join('\n', blocks[1], blocks[2], UntilReceiverListens, blocks[3], blocks[4]) +
            """

            trap "kill $!" EXIT
            curl -s --retry 20 --retry-delay 1 --retry-connrefused -o /dev/null -w '%{http_code}\n' $HOOK -d '{"event":"forged"}' \
              -H 'webhook-id: evt_1' -H "webhook-timestamp: $(date +%s)" -H "webhook-signature: v1,$(head -c 32 /dev/zero | base64)"
            for _ in $(seq 200); do
              [ "$(curl -s $BASE/v1/webhooks/$WEBHOOK/logs -H "x-api-key: $KEY" | jq 'map(select(.status == "SUCCESS")) | length')" = 5 ] && break
              sleep 0.1
            done
            """,
            [("BASE", url), ("KEY", key), ("HOOK", $"http://127.0.0.1:{port.Number}/hook"), .. variables]);

        printed.Should().ContainSingle(line => line.Contains("/connect/rp_", StringComparison.Ordinal));
        printed.Should().ContainSingle(line => line.Length == 9 && line[4] == '-');
        printed.Should().Contain("""{"state":"OPEN","phase":"connected"}""").And.Contain("OPEN").And.Contain("400")
            .And.NotContain("forged");
        printed.Should().Contain(["number.created", "link.created", "link.opened", "link.started", "number.connected"]);
    }
}
