namespace PilotPairing.Api.Tests.Pairing;

/// <summary>Which phone may answer a link, and what becomes of one that may not.</summary>
public sealed class StrictNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_wrong_phone_is_logged_out_and_the_link_can_be_used_again_at_once()
    {
        var (link, _) = await host.StartedLink();

        // Again and again: what is owed to the gateway for one scan must not hit the next.
        for (var round = 1; round <= 5; round++)
        {
            (await host.Simulate(link.NumberId(), "wrong_number")).Expect(200).Text("phase").Should().Be("number_mismatch");
            var fresh = await host.Connect(link.Token());
            fresh.Expect(200).Text("qrcodeBase64").Should().NotBeEmpty($"round {round}");
        }

        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Events(link.NumberId(), "number.mismatch")).Should().HaveCount(5);
        (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_mismatch_is_told_with_the_phone_that_scanned_masked()
    {
        var (link, _) = await host.StartedLink();

        (await host.Simulate(link.NumberId(), "wrong_number", phone: "+5521988887777")).Expect(200).Text("state").Should().Be("CLOSE");

        var told = (await host.Events(link.NumberId(), "number.mismatch")).Should().ContainSingle().Subject;
        told.Text("scannedNumberMasked").Should().Be("+552198****7777");
        told.Text("number").Should().Be("+" + Scene.Phone);
        told.GetRawText().Should().NotContain("5521988887777");
        (await host.Events(link.NumberId(), "number.connected")).Should().BeEmpty();
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("active");
        (await host.Get($"/v1/numbers/{link.NumberId()}/status")).Expect(200).Text("state").Should().Be("CLOSE");
    }

    [Theory]
    [InlineData("+5511999999999", "+551199999999")]
    [InlineData("+551199999999", "+5511999999999")]
    [InlineData("+525512345678", "+5215512345678")]
    [InlineData("+541112345678", "+5491112345678")]
    public async Task Digits_that_carriers_added_make_no_difference(string asked, string scanned)
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = asked });

        (await host.Simulate(link.NumberId(), "scan", phone: scanned)).Expect(200).Text("phase").Should().Be("connected");

        var connected = (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Subject;
        connected.Text("number").Should().Be(asked);
        connected.Text("connectedNumber").Should().Be(scanned);
    }

    [Fact]
    public async Task A_link_that_allows_it_takes_any_phone()
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = Scene.Phone, numberPolicy = "allow" });

        (await host.Simulate(link.NumberId(), "scan", phone: "+4915112345678")).Expect(200).Text("phase").Should().Be("connected");

        var connected = (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Subject;
        connected.Text("number").Should().Be("+" + Scene.Phone);
        connected.Text("connectedNumber").Should().Be("+4915112345678");
        connected.Text("state").Should().Be("OPEN");
        connected.LinkId().Should().Be(link.LinkId());
    }

    [Fact]
    public async Task A_number_that_was_logged_out_can_be_connected_again_at_once()
    {
        var (link, _) = await host.OpenNumber();
        for (var round = 0; round < 3; round++)
        {
            (await host.Post($"/v1/numbers/{link.NumberId()}/logout")).Expect(200);
            var next = await host.NewLink(new { reconnect = new { numberId = link.NumberId() } });
            (await host.Connect(next.Token())).Expect(200);
            (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
            (await host.Simulate(link.NumberId(), "disconnect")).Expect(200).Text("state").Should().Be("OPEN", "what was owed to the old session must not end the new one");
        }
    }
}
