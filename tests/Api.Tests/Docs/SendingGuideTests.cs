namespace PilotPairing.Api.Tests.Docs;

/// <summary>The guide to sending, run as it is written.</summary>
public sealed class SendingGuideTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_guide_to_sending_sends_links_from_both_kinds_of_sender()
    {
        var blocks = Guide.Blocks(Guide.Read("docs", "sending.md"), "bash");
        blocks.Should().HaveCount(12);

        // The first block names the demo's own address and key; here the test's stand in their place.
        var printed = await Guide.Run(string.Join('\n', blocks.Skip(1)), ("BASE", host.Http.BaseAddress!.ToString().TrimEnd('/')),
            ("KEY", host.Tenant.Key.Raw.Value));

        printed.Should().Equal(
            "OPEN",
            """{"name":"pilot_status_remote_pairing","language":"pt-BR","sendable":true}""",
            """{"messageSent":true,"messageErrorCode":null}""",
            """{"messageSent":true}""",
            """{"status":"sent","template":"pilot_status_remote_pairing","language":"pt-BR"}""",
            """{"status":"sent","template":"pilot_status_remote_pairing","language":"pt-BR"}""",
            "OPEN",
            """{"name":"pilot_status_remote_pairing","language":"es","metaStatus":"APPROVED","sendable":true}""",
            """{"metaStatus":"APPROVED","sendable":true}""",
            """{"messageSent":true}""",
            """{"status":"delivered","language":"es"}""",
            """{"language":"en","metaStatus":"APPROVED","sendable":true}""");
    }
}
