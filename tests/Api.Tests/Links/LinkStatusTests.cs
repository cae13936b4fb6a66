namespace PilotPairing.Api.Tests.Links;

/// <summary>The status that pages poll: its cache headers, and the receipt it is for fifteen minutes after success.</summary>
public sealed class LinkStatusTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_status_that_is_known_is_not_sent_again_until_it_changes()
    {
        var link = await host.NewLink();
        var first = await host.Status(link.Token());
        first.Expect(200).Text("phase").Should().Be("ready");
        first.Headers["cache-control"].Split(", ").Order(StringComparer.Ordinal).Should().Equal("no-cache", "private");
        var tag = first.Headers["etag"];

        foreach (var known in (string[])[tag, "\"x\", " + tag, "W/" + tag, "*"])
        {
            var same = await Ask(link.Token(), ("if-none-match", known));
            same.Status.Should().Be(304, known);
            same.Text.Should().BeEmpty();
            same.Headers["etag"].Should().Be(tag);
            DateTimeOffset.Parse(same.Headers["x-server-time"], null).Should()
                .BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
            same.Headers["cache-control"].Split(", ").Order(StringComparer.Ordinal).Should().Equal("no-cache", "private");
        }

        (await Ask(link.Token(), ("if-none-match", "\"other\""))).Status.Should().Be(200);
        (await host.Connect(link.Token())).Expect(200);
        var changed = await Ask(link.Token(), ("if-none-match", tag));
        changed.Expect(200).Text("phase").Should().Be("awaiting_scan");
        changed.Headers["etag"].Should().NotBe(tag);
    }

    [Fact]
    public async Task A_status_says_until_when_its_artifact_and_its_link_live()
    {
        var (link, _) = await host.StartedLink();

        var status = (await host.Status(link.Token())).Expect(200);

        status.GetProperty("isFullyConnected").GetBoolean().Should().BeFalse();
        status.GetProperty("artifactExpiresAt").GetDateTimeOffset().Should().BeAfter(TimeProvider.System.GetUtcNow());
        status.Text("expiresAt").Should().Be(link.Text("expiresAt"));
        status.Has("numberId").Should().BeFalse();
    }

    [Fact]
    public async Task After_success_the_status_is_a_receipt_and_only_the_browser_that_paired_learns_where_to_go()
    {
        var (link, attempt) =
            await host.OpenNumber(
                new
                {
                    name = "Loja",
                    number = Scene.Phone,
                    redirectUrl = "https://app.example.com/done?a=1&status=x",
                    redirectState = "s 1"
                });

        foreach (var pass in (string?[])[null, "x", "%%%", attempt[..^1] + (attempt[^1] == 'A' ? 'B' : 'A'), new string('A', 43),
            new string('A', 4000)])
        {
            var receipt = (await host.Status(link.Token(), pass)).Expect(200);
            receipt.Text("state").Should().Be("OPEN");
            receipt.GetProperty("isFullyConnected").GetBoolean().Should().BeTrue();
            receipt.Text("phase").Should().Be("connected");
            (receipt.Has("numberId") || receipt.Has("redirectUrl")).Should().BeFalse(pass ?? "no pass");
        }

        var byQuery = (await host.Get($"/v1/remote-pairing/{link.Token()}/status?attempt={Uri.EscapeDataString(attempt)}", "")).Expect(200);
        var own = (await host.Status(link.Token(), attempt)).Expect(200);
        own.GetRawText().Should().Be(byQuery.GetRawText());
        own.NumberId().Should().Be(link.NumberId());
        own.Text("redirectUrl").Should()
            .Be($"https://app.example.com/done?a=1&status=success&numberId={link.NumberId()}&linkId={link.LinkId()}&state=s%201");
    }

    [Fact]
    public async Task A_pass_opens_its_own_link_only()
    {
        var (_, attempt) = await host.OpenNumber();
        var (other, _) = await host.OpenNumber();

        (await host.Status(other.Token(), attempt)).Expect(200).Has("numberId").Should().BeFalse();
    }

    [Fact]
    public async Task A_receipt_ends_after_fifteen_minutes()
    {
        var (link, attempt) = await host.OpenNumber();
        await host.Rewrite("update pairing_links set used_at = now() - interval '14 minutes 50 seconds' where id = @id", link.LinkId());
        (await host.Status(link.Token(), attempt)).Expect(200);
        await host.Rewrite("update pairing_links set used_at = now() - interval '15 minutes 1 second' where id = @id", link.LinkId());

        (await host.Status(link.Token(), attempt)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_receipt_stays_when_the_number_is_lost_and_ends_when_it_is_removed()
    {
        var (link, attempt) = await host.OpenNumber();
        (await host.Simulate(link.NumberId(), "logout")).Expect(200);
        (await host.Status(link.Token(), attempt)).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Connect(link.Token())).ShouldBeRefused(409, "ALREADY_CONNECTED");

        (await host.Call("DELETE", $"/v1/numbers/{link.NumberId()}")).Expect(200);

        (await host.Status(link.Token(), attempt)).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Connect(link.Token())).ShouldBeRefused(404, "LINK_NOT_FOUND");
        (await host.Get($"/v1/remote-pairing/{link.Token()}/events", "")).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    private Task<Answer> Ask(string token, params (string Name, string Value)[] headers) =>
        host.Call("GET", $"/v1/remote-pairing/{token}/status", null, "", headers);
}
