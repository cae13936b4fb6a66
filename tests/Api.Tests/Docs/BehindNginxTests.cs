using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Operating;
using PilotPairing.Application.Operating;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// The README's steps through Debian's nginx with the site of deploy/nginx.conf, and what becomes of them without its settings.
/// </summary>
public sealed partial class BehindNginxTests : IAsyncLifetime
{
    private const string Http11 = "    proxy_http_version 1.1;\n";
    private static readonly string Site = Guide.Read("deploy", "nginx.conf");

    /// <summary>The overview's stream ends after a minute, when what was collected would come, too.</summary>
    private static readonly TimeSpan BeforeItsEnd = TimeSpan.FromSeconds(30);
    private readonly ApiHost _host = new();

    private IReachability Doctor => _host.App.Services.GetRequiredService<IReachability>();

    private Uri Server => new(_host.App.Urls.First());

    public Task InitializeAsync()
    {
        _host.Settings["ForwardedHeaders_Enabled"] = "true";
        return _host.InitializeAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    /// <summary>Every POST of the docs has a body, so that a reader with an older proxy gets through them, too.</summary>
    [Theory]
    [InlineData("1.1")]
    [InlineData("1.0")]
    public async Task The_five_minute_integration_connects_a_number(string version)
    {
        await using var nginx = await Nginx.Start(version == "1.1" ? Site : Site.Replace(Http11, "", StringComparison.Ordinal), Server);

        await ReadmeTests.Follow(nginx.Url, _host.Tenant.Key.Raw.Value, ("CURL_CA_BUNDLE", nginx.CertificateFile));

        nginx.Log.Should().Contain("\"POST /v1/remote-pairing/[hidden]\" 200").And.Contain("\"POST /v1/numbers/remote-pairing\" 201")
            .And.NotContain("rp_").And.NotContain("ps_test_");
    }

    /// <summary>nginx collects answers unless they say that they are not to be.</summary>
    [Fact]
    public async Task Every_event_stream_flows()
    {
        await using var nginx = await Nginx.Start(Site, Server);
        using var http = Nginx.Handler().ClientFor(nginx.Url);
        using var browser = new OpsBrowser(nginx.Url, handler: Nginx.Handler());
        (await browser.SignIn()).Status.Should().Be(302);
        var link = await _host.NewLink();

        using (var page = await Follow(http, $"/v1/remote-pairing/{link.Token()}/events"))
            (await page.ReadLineAsync().WaitAsync(Patience.Longest)).Should().Be("event: snapshot");
        using (var overview = await Follow(http, "/ops/live", ("Cookie", browser.Cookies.GetCookieHeader(new(nginx.Url)))))
            (await overview.ReadLineAsync().WaitAsync(BeforeItsEnd)).Should().Be("event: figures");
        using var backend = await Follow(http, "/v1/events/stream", ("x-api-key", _host.Tenant.Key.Raw.Value));
        await _host.NewLink();
        (await backend.ReadLineAsync().WaitAsync(Patience.Longest)).Should().StartWith("id: ");
    }

    [Fact]
    public async Task Callers_keep_their_address_and_their_scheme_and_no_secret_is_logged()
    {
        await using var nginx = await Nginx.Start(Site, Server);
        using var http = Nginx.Handler().ClientFor(nginx.Url);
        var token = (await _host.NewLink()).Token();

        using var pressed = await http.PostAsync(new Uri($"/connect/{token}?companyName=Loja", UriKind.Relative), new FormUrlEncodedContent([new("method", "code")]));
        ((int)pressed.StatusCode).Should().Be(303);
        pressed.Headers.GetValues("set-cookie").Single().Should().Contain("secure");
        (await PostWithoutBody(nginx, $"/v1/remote-pairing/{token}/connect")).Should().Be("200");
        using var large = new HttpRequestMessage(HttpMethod.Post, $"/v1/remote-pairing/{token}/report") { Content = new ByteArrayContent(new byte[100_000]) };
        ((int)(await http.SendAsync(large)).StatusCode).Should().Be(413, "the answer is ours and not the proxy's");
        (await http.GetAsync(new Uri($"/%63onnect/{token}", UriKind.Relative))).Dispose();
        using var plain = Nginx.Handler().ClientFor(nginx.PlainUrl);
        using var moved = await plain.GetAsync(new Uri($"/connect/{token}", UriKind.Relative));
        moved.Headers.Location.Should().Be($"https://localhost/connect/{token}");

        nginx.Log.Should().Contain("\"GET /connect/[hidden]\" 200").And.Contain("\"GET /connect/[hidden]\" 301").And.NotContain(token)
            .And.NotContain("Loja");
    }

    [Fact]
    public async Task The_doctor_finds_a_proxy_that_speaks_HTTP_1_0()
    {
        await using (var nginx = await Nginx.Start(Site, Server))
            (await Doctor.Check(nginx.PlainUrl.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), default))!.Text.Should()
                .Contain("status 301");

        // Without TLS, since nobody trusts the certificate of a test.
        var plain = Site.Replace("    return 301 https://$host$request_uri;", "    location / { proxy_pass http://pilotpairing; }",
            StringComparison.Ordinal);
        await using var old = await Nginx.Start(plain, Server);
        var failure = await Doctor.Check(old.PlainUrl, default);
        failure!.Text.Should().Contain("HTTP/1.0");
        failure.Advice.Should().Contain("proxy_http_version 1.1");

        await using var mended =
            await Nginx.Start(plain.Replace("    location / { proxy_pass", Http11 + "    location / { proxy_pass",
                StringComparison.Ordinal), Server);
        (await Doctor.Check(mended.PlainUrl, default)).Should().BeNull();
    }

    [Fact]
    public void Every_POST_of_the_docs_has_a_body()
    {
        var lines = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md")
            .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
            .SelectMany(file => Guide.Blocks(File.ReadAllText(file), "bash"))
            .SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Where(line => Post().IsMatch(line)).ToList();

        lines.Should().HaveCountGreaterThan(10);
        lines.Where(line => !Body().IsMatch(line)).Should().BeEmpty();
    }

    private static async Task<StreamReader> Follow(HttpClient http, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience.Longest);
        ((int)response.StatusCode).Should().Be(200, path);
        return new(await response.Content.ReadAsStreamAsync());
    }

    /// <summary>By curl, which sends no length then, as HttpClient would.</summary>
    private static async Task<string> PostWithoutBody(Nginx nginx, string path)
    {
        string[] arguments = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", nginx.CertificateFile, "-X", "POST", nginx.Url + path];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { RedirectStandardOutput = true })!;
        var status = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return status;
    }

    [GeneratedRegex("-X POST|api POST|--request POST")]
    private static partial Regex Post();

    [GeneratedRegex("""-d |-F |--data|api POST \S+ ['"]""")]
    private static partial Regex Body();
}
