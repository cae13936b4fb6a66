using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace PilotPairing.Api.Tests.Middleware;

/// <summary>Requests that no client of ours sends: none is a bug of ours, and no answer says more than it must.</summary>
public sealed class HostileRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Incomplete = "This link is incomplete";

    [Theory]
    [InlineData("%0d%0aX-Evil:1")]
    [InlineData("%C3%A9")]
    [InlineData("%5Cevil.example")]
    [InlineData("a%2Fb")]
    [InlineData("%2e%2e%2fdocs")]
    [InlineData("a%09b")]
    public async Task What_stands_in_a_links_place_gets_into_no_header(string token)
    {
        var broken = new ByteArrayContent(
            "garbage"u8.ToArray())
        { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };

        var answer = await host.Call("POST", $"/connect/{token}?lang=en", broken, "", ("Accept", "text/html"));

        answer.Status.Should().Be(404);
        answer.Text.Should().Contain(Incomplete);
        answer.Headers.Should().NotContainKey("location");
    }

    [Fact]
    public async Task A_broken_form_for_a_living_link_leads_back_to_its_page()
    {
        var link = await host.NewLink();
        var broken = new ByteArrayContent(
            "garbage"u8.ToArray())
        { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };

        var answer = await host.Call("POST", $"/connect/{link.Token()}", broken, "");

        answer.Status.Should().Be(200, "the client follows");
        answer.Text.Should().Contain($"data-api=\"/v1/remote-pairing/{link.Token()}\"");
    }

    [Theory]
    [InlineData("POST /v1/numbers/remote-pairing")]
    [InlineData("POST /v1/branding/logo")]
    [InlineData("POST /meta-hooks/x")]
    [InlineData("POST /v1/remote-pairing/rp_x/connect")]
    public async Task A_body_that_is_broken_off_is_no_bug_of_ours(string request)
    {
        var answer = await Raw(
            $"{request} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {host.Tenant.Key.Raw.Value}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        answer.Should().MatchRegex(@"^HTTP/1\.1 4\d\d ").And.NotContain("INTERNAL_ERROR");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/me")]
    [InlineData("/v1/numbers")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/ready")]
    [InlineData("/assets/ast_x")]
    [InlineData("/simulator/phone/x")]
    [InlineData("/simulator/meta/dialog/x")]
    [InlineData("/docs/index.html")]
    public async Task Nobody_frames_what_was_not_made_for_it(string path)
    {
        var answer = await host.Get(path);

        answer.Headers["content-security-policy"].Should().StartWith("default-src 'none'").And.Contain("frame-ancestors 'none'");
        answer.Headers["x-content-type-options"].Should().Be("nosniff");
    }

    [Fact]
    public async Task The_simulators_windows_keep_their_addresses_to_themselves()
    {
        foreach (var path in (string[])["/simulator/phone/x", "/simulator/meta/dialog/rp_x"])
            (await host.Get(path, key: "")).Headers.Should().Contain("cache-control", "no-store")
                .And.Contain("referrer-policy", "no-referrer");
    }

    private async Task<string> Raw(string request)
    {
        var address = new Uri(host.App.Urls.First());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = new byte[4096];
        var length = await stream.ReadAtLeastAsync(answer, 64, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
