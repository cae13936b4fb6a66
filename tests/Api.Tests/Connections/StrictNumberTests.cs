namespace PilotPairing.Api.Tests.Connections;

/// <summary>Which phone may answer a link, and what becomes of one that may not.</summary>
public sealed class StrictNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_wrong_phone_is_logged_out_and_the_link_can_be_used_again_at_once()
    {
        var (link, _) = await host.StartedLink();

        // Several times: the cleanup that follows one scan must not end the next session.
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
    public async Task A_mismatch_is_reported_with_the_masked_phone_that_scanned()
    {
        var (link, _) = await host.StartedLink();

        (await host.Simulate(link.NumberId(), "wrong_number", phone: "+5521988887777")).Expect(200).Text("state").Should().Be("CLOSE");

        var reported = (await host.Events(link.NumberId(), "number.mismatch")).Should().ContainSingle().Subject;
        reported.Text("scannedNumberMasked").Should().Be("+552198****7777");
        reported.Text("number").Should().Be("+" + Scene.Phone);
        reported.GetRawText().Should().NotContain("5521988887777");
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

    /// <summary>The whole way of a phone whose WhatsApp account is older than its number's new digits, and of one that is not.</summary>
    [Theory]
    [InlineData("+2250707020304", "+22507020304")]
    [InlineData("+22507020304", "+2250707020304")]
    [InlineData("+2250545345678", "+22545345678")]
    [InlineData("+22501020304", "+2250101020304")]
    [InlineData("+2290197123456", "+22997123456")]
    [InlineData("+22997123456", "+2290197123456")]
    public async Task A_number_that_its_country_lengthened_connects_by_either_form(string asked, string scanned)
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = asked });

        (await host.Simulate(link.NumberId(), "scan", phone: scanned)).Expect(200).Text("phase").Should().Be("connected");

        var connected = (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Subject;
        (connected.Text("number"), connected.Text("connectedNumber")).Should().Be((asked, scanned));
        (await host.Events(link.NumberId(), "number.mismatch")).Should().BeEmpty();
        (await host.Simulate(link.NumberId(), "disconnect")).Expect(200).Text("state").Should().Be("OPEN", "the phone was not logged out");
        (await host.Get($"/v1/links/{link.LinkId()}")).Expect(200).Text("status").Should().Be("used");
    }

    [Theory]
    [InlineData("+2250707020304", "+22501020304")]
    [InlineData("+2250507020304", "+22507020304")]
    [InlineData("+22504020304", "+2250704020304")]
    [InlineData("+2252720203040", "+22520203040")]
    [InlineData("+2290297123456", "+22997123456")]
    [InlineData("+2290197123456", "+22997123457")]
    public async Task Another_combination_of_prefix_and_number_is_another_phone(string asked, string scanned)
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = asked });

        (await host.Simulate(link.NumberId(), "scan", phone: scanned)).Expect(200).Text("phase").Should().Be("number_mismatch");

        (await host.Events(link.NumberId(), "number.mismatch")).Should().ContainSingle();
        (await host.Events(link.NumberId(), "number.connected")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("+44 (0)7911 123456", "+447911123456")]
    [InlineData("+49 (0)151 12345678", "+4915112345678")]
    [InlineData("+44 07911 123457", "+447911123457")]
    [InlineData("+54 11 15 1234-5678", "+5491112345678")]
    [InlineData("+54 11 15 1234-5679", "+541112345679")]
    [InlineData("\u202a+55\u00a011\u00a098888\u20117777\u202c", "+5511988887777")]
    [InlineData("＋５５ １１ ９８８８８ ６６６６", "+5511988886666")]
    public async Task A_number_connects_however_it_was_written(string asked, string scanned)
    {
        var (link, _) = await host.StartedLink(new { name = "Loja", number = asked });

        (await host.Simulate(link.NumberId(), "scan", phone: scanned)).Expect(200).Text("phase").Should().Be("connected");
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
            (await host.Simulate(link.NumberId(), "disconnect")).Expect(200).Text("state").Should()
                .Be("OPEN", "the cleanup of the old session must not end the new one");
        }
    }
}
