using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>The main job over HTTP from the link to the spent token; each refusal by itself is tested beside its route.</summary>
public sealed class MainJobTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_link_pairs_a_number_and_is_spent_by_it()
    {
        await using var sink = await WebhookSink.Start();
        (await host.Post("/v1/webhooks", new { url = sink.Url, scope = "tenant", events = new[] { "*" } })).Expect(201);

        var link = await host.NewLink(
            new { name = "Loja", number = "+55 11 99999-9999", externalRef = "r1", metadata = new { shop = "1" } });
        var token = link.GetProperty("remotePairingToken").GetString();
        link.GetProperty("instance").GetProperty("state").GetString().Should().Be("CLOSE");
        link.GetProperty("maskedNumber").GetString().Should().Be("+551199****9999");
        link.GetProperty("remotePairingUrl").GetString().Should().EndWith("/connect/" + token);
        link.TryGetProperty("qrcodeBase64", out _).Should().BeFalse();

        var info = (await host.Get($"/v1/remote-pairing/{token}", key: "")).Expect(200);
        info.GetProperty("valid").GetBoolean().Should().BeTrue();
        info.GetProperty("phase").GetString().Should().Be("ready");
        info.GetRawText().Should().NotContain("5511999999999").And.NotContain("r1");

        var artifact = (await host.Post($"/v1/remote-pairing/{token}/connect", key: "")).Expect(200);
        artifact.GetProperty("qrcodeBase64").GetString().Should().StartWith("data:image/png;base64,iVBOR");
        artifact.GetProperty("pairingCode").GetString().Should().MatchRegex("^[1-9A-HJ-NP-TV-Z]{4}-[1-9A-HJ-NP-TV-Z]{4}$");
        artifact.GetProperty("sequence").GetInt32().Should().Be(1);
        (await host.Get($"/v1/remote-pairing/{token}/status", key: "")).Expect(200).GetProperty("state").GetString().Should()
            .Be("CONNECTING");

        var simulated = (await host.Post($"/v1/test/numbers/{link.GetProperty("numberId").GetString()}/simulate", new { @event = "scan" }))
            .Expect(200);
        simulated.GetProperty("state").GetString().Should().Be("OPEN");
        simulated.GetProperty("phase").GetString().Should().Be("connected");

        (await host.Get($"/v1/remote-pairing/{token}", key: "")).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Post($"/v1/remote-pairing/{token}/connect", key: "")).ShouldBeRefused(409, "ALREADY_CONNECTED");
        var receipt = (await host.Get($"/v1/remote-pairing/{token}/status", key: "")).Expect(200);
        receipt.GetProperty("isFullyConnected").GetBoolean().Should().BeTrue();
        receipt.TryGetProperty("numberId", out _).Should().BeFalse();
        var own = (await host.Call("GET", $"/v1/remote-pairing/{token}/status", key: "",
            headers: ("x-pairing-attempt", artifact.GetProperty("attempt").GetString()!))).Expect(200);
        own.GetProperty("numberId").GetString().Should().Be(link.GetProperty("numberId").GetString());

        SinkRequest[] events = [await sink.Next(), await sink.Next(), await sink.Next(), await sink.Next(), await sink.Next()];
        events.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("event").GetString())
            .Should().BeEquivalentTo("number.created", "link.created", "link.opened", "link.started", "number.connected");
    }
}
