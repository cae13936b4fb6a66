using System.Text;
using PilotPairing.Api.Tests.Middleware;

namespace PilotPairing.Api.Tests.Errors;

/// <summary>
/// Whatever goes wrong while a request is read is the client's fault and not ours: 400 or 413 in the envelope on every route that reads
/// one, by raw sockets.
/// </summary>
public sealed class UnreadableRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Json = "Content-Type: application/json";
    private const string Form = "Content-Type: application/x-www-form-urlencoded";
    private const string Chunked = "Transfer-Encoding: chunked";

    /// <summary>Every route that reads a body: its address, what it takes, and whether a key opens it.</summary>
    public static TheoryData<string, string> Routes => new()
    {
        { "/v1/numbers/remote-pairing", Json },
        { "/v1/numbers/meta", Json },
        { "/v1/branding/logo", "Content-Type: multipart/form-data; boundary=x" },
        { "/v1/remote-pairing/{token}/connect", Json },
        { "/v1/remote-pairing/{token}/report", Json },
        { "/v1/meta-embedded/{meta}/complete", Json },
        { "/v1/meta-credentials/{credentials}/complete", Json },
        { "/gateway-hooks/x", Json },
        { "/meta-hooks/x", Json },
        { "/simulator/phone/x", Form },
        { "/simulator/phone/x", "Content-Type: multipart/form-data; boundary=x" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_chunk_of_an_impossible_size_is_400(string route, string type)
    {
        foreach (var size in (string[])["FFFFFFFFFFFFFFFF", "8000000000000000", "FFFFFFFFF", "-1", "zz", "", "0x5", "5\r"])
        {
            var answer = await host.Raw(await Head(route, type, Chunked), $"{size}\r\nhello\r\n");

            answer.Status.Should().BeOneOf([400, 413], $"chunk size \"{size}\": {answer.Text}");
            Envelope(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_body_that_ends_before_its_end_is_400_and_nobodys_bug(string route, string type)
    {
        using var log = host.Log();
        foreach (var (framing, body) in ((string, string)[])[("Content-Length: 500", "{\"name\":"), (Chunked, "5\r\n{\"na\r\n"),
            (Chunked, "8\r\n{\"na"), (Chunked, "5\r\n{\"naXX"), (Chunked, "4\r\n{}  \r\n0\r\nno trailer\r\n")])
        {
            var answer = await host.Raw(await Head(route, type, framing), body, endsThere: true);

            answer.Status.Should().BeOneOf([0, 400, 413], $"{framing} {body}: {answer.Text}");
        }

        log.Lines.Should().BeEmpty();
    }

    public static TheoryData<string, string> Forms => new()
    {
        { "Content-Type: multipart/form-data", "x" },
        { "Content-Type: multipart/form-data; boundary=", "x" },
        { "Content-Type: multipart/form-data; boundary=x", "garbage" },
        { "Content-Type: multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1" },
        { "Content-Type: multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\n1\r\n--x--\r\n" },
        { "Content-Type: multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n" + new string('h', 20_000) + ": 1\r\n\r\n1\r\n--x--\r\n" },
        { "Content-Type: multipart/form-data; boundary=" + new string('b', 200), "x" },
        { "Content-Type: multipart/form-data; boundary=\"x\r", "x" },
        { Form, string.Join('&', Enumerable.Range(0, 3000).Select(index => $"f{index}=1")) },
        { Form, new string('k', 5000) + "=1" },
        { Form, "a=" + new string('v', 60_000) + "&b=%zz&%" },
        { Form + "; charset=utf-7", "a=1" },
        { Form + "; charset=nonsense", "a=1" },
        { Form, string.Concat(Enumerable.Range(0, 3000).Select(_ => "&")) },
        { "Content-Type: multipart/form-data; boundary=x",
            string.Concat(Enumerable.Range(0, 2000)
                .Select(index => $"--x\r\nContent-Disposition: form-data; name=\"f{index}\"\r\n\r\n1\r\n")) + "--x--\r\n" },
    };

    /// <summary>Not one is a bug of ours; the page of a living link is shown again, since a person sent it.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_that_cannot_be_read_is_no_bug_of_ours(string type, string body)
    {
        foreach (var method in (string[])["POST", "GET"])
        {
            var phone = await host.Raw(await Head("/simulator/phone/x", type, $"Content-Length: {body.Length}", method), body);
            phone.Status.Should().BeOneOf([400, 404, 413], $"{method} {phone.Text}");
            var page = await host.Raw(await Head("/connect/{token}", type, $"Content-Length: {body.Length}", method), body);
            page.Status.Should().Be(method == "GET" ? 200 : 303, page.Text);
        }

        var logo = await host.Raw(await Head("/v1/branding/logo", type, $"Content-Length: {body.Length}"), body);
        logo.Status.Should().BeOneOf(400, 413, 415);
        Envelope(logo);
    }

    [Fact]
    public async Task A_form_that_is_not_read_to_its_end_is_named_as_such()
    {
        var many = string.Join('&', Enumerable.Range(0, 3000).Select(index => $"f{index}=1"));
        var large = "a=" + new string('v', 70_000);

        (await host.Raw(await Head("/simulator/phone/x", Form, $"Content-Length: {many.Length}"), many))
            .ShouldBeRefused(400, "VALIDATION_ERROR");
        (await host.Raw(await Head("/simulator/phone/x", Form, $"Content-Length: {large.Length}"), large))
            .ShouldBeRefused(413, "TOO_LARGE");
        (await host.Raw(await Head("/simulator/phone/x", "Content-Type: multipart/form-data; boundary=x", "Content-Length: 7"), "garbage"))
            .ShouldBeRefused(400, "VALIDATION_ERROR");
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Language")]
    [InlineData("Authorization")]
    [InlineData("Content-Type")]
    [InlineData("Cookie")]
    [InlineData("Idempotency-Key")]
    [InlineData("If-Modified-Since")]
    [InlineData("If-None-Match")]
    [InlineData("Last-Event-ID")]
    [InlineData("Origin")]
    [InlineData("Range")]
    [InlineData("Referer")]
    [InlineData("Sec-Fetch-Site")]
    [InlineData("X-Api-Key-Id")]
    [InlineData("X-Hub-Signature-256")]
    [InlineData("X-Pairing-Attempt")]
    [InlineData("X-Pilotpairing-Secret")]
    [InlineData("X-Request-Id")]
    [InlineData("X-Whatsapp-Number-Id")]
    public async Task A_huge_or_odd_header_is_no_bug_of_ours(string header)
    {
        foreach (var value in (string[])[new string('h', 24_000), string.Concat(Enumerable.Repeat("a;q=0.5, ", 2500)), "\u00e9\u00ff",
            ";;==,,\"", "-1", "99999999999999999999"])
        {
            foreach (var (method, route) in ((string, string)[])[("POST", "/v1/webhooks"), ("GET", "/v1/remote-pairing/{token}/status"),
                ("POST", "/v1/remote-pairing/{token}/connect"), ("GET", "/connect/{token}"), ("POST", "/connect/{token}"),
                ("GET", "/embed.js"), ("GET", "/simulator/phone/x"), ("POST", "/api/public/embed/refresh"), ("POST", "/gateway-hooks/x"),
                ("POST", "/meta-hooks/x")])
            {
                var answer = await host.Raw(await Head(route, $"{header}: {value}", "Content-Length: 0", method));

                answer.Status.Should().BeLessThan(500, $"{header} at {method} {route}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task A_body_that_is_announced_too_long_is_not_waited_for()
    {
        var answer = await host.Raw(await Head("/v1/numbers/remote-pairing", Json, "Content-Length: 400000"), new string(' ', 70_000));

        answer.ShouldBeRefused(413, "TOO_LARGE");
    }

    private static void Envelope(Answer answer)
    {
        answer.Json.Text("code").Should().NotBe("INTERNAL_ERROR").And.NotBeEmpty();
        answer.Json.Text("requestId").Should().Be(answer.Headers["x-request-id"]);
    }

    private async Task<string> Head(string route, string type, string framing, string method = "POST")
    {
        var path = new StringBuilder(route);
        if (route.Contains("{token}", StringComparison.Ordinal))
            path.Replace("{token}", (await host.NewLink()).Token());
        if (route.Contains("{meta}", StringComparison.Ordinal))
            path.Replace("{meta}", (await host.NewLink(new { provider = "META" })).Token());
        if (route.Contains("{credentials}", StringComparison.Ordinal))
            path.Replace("{credentials}", (await host.NewLink(new { provider = "META", metaFlow = "credentials" })).Token());
        return $"{method} {path} HTTP/1.1\n{type}\n{framing}\nx-api-key: {host.Tenant.Key.Raw.Value}";
    }
}
