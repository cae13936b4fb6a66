using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// What the script's addresses answer: bytes, caching, and that any site may use them. What the script does is tested in a browser.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class EmbedFileTests(Site site)
{
    private const int Budget = 5 * 1024;

    [Fact]
    public async Task The_short_names_serve_the_latest_release_with_the_address_written_in_and_for_minutes_only()
    {
        using var response = await Get("/embed.js");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var script = await response.Content.ReadAsStringAsync();
        script.Should().Contain($"\"{site.Host.Url}\"").And.NotContain("{{").And.StartWith("/* PilotPairing embed 1.");
        (await (await Get("/embed/v1.js")).Content.ReadAsStringAsync()).Should().Be(script);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/javascript; charset=utf-8");
        response.Headers.CacheControl!.ToString().Should().Be("public, max-age=600");
        ShouldBeOpen(response);

        using var again = await Get("/embed.js", request => request.Headers.IfNoneMatch.Add(response.Headers.ETag!));
        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        using var packed = await Get("/embed.js", request => request.Headers.AcceptEncoding.ParseAdd("gzip"));
        packed.Content.Headers.ContentEncoding.Should().Equal("gzip");
        packed.Headers.ETag.Should().NotBe(response.Headers.ETag);
        (await packed.Content.ReadAsByteArrayAsync()).Length.Should().BeLessThanOrEqualTo(Budget);
    }

    [Theory]
    [InlineData("connect.acme.example", PublishedHost.OtherOrigin)]
    [InlineData("evil.example", null)]
    public async Task Under_each_domain_of_ours_the_script_frames_pages_of_that_domain(string host, string? origin)
    {
        origin ??= site.Host.Url;

        foreach (var coding in new[] { "identity", "gzip" })
        {
            using var response = await Get("/embed.js", request =>
            {
                request.Headers.Host = host;
                request.Headers.AcceptEncoding.ParseAdd(coding);
            });
            await using var body = await response.Content.ReadAsStreamAsync();
            await using var plain = coding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
            (await new StreamReader(plain).ReadToEndAsync()).Should().Contain($"\"{origin}\"");
        }

        using var release = await Get("/embed/v1.json", request => request.Headers.Host = host);
        (await release.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString().Should().StartWith(origin + "/embed/v1.");
    }

    [Fact]
    public async Task A_release_is_served_as_it_was_built_for_ever_and_its_hash_is_published()
    {
        var release = await site.Http.GetFromJsonAsync<JsonElement>(new Uri("/embed/v1.json", UriKind.Relative));
        var (version, url) = (release.GetProperty("version").GetString(), release.GetProperty("url").GetString()!);
        url.Should().Be($"{site.Host.Url}/embed/v{version}.js");
        using var response = await Get(new Uri(url).AbsolutePath);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        bytes.Should().Equal(await File.ReadAllBytesAsync(Path.Combine(RepositoryRoot.Path, "src/Api/wwwroot/embed", $"v{version}.js")));
        release.GetProperty("integrity").GetString().Should().Be("sha384-" + Convert.ToBase64String(SHA384.HashData(bytes)));
        response.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
        ShouldBeOpen(response);

        using var packed = await Get(new Uri(url).AbsolutePath, request => request.Headers.AcceptEncoding.ParseAdd("gzip"));
        packed.Content.Headers.ContentEncoding.Should().Equal("gzip");
        (await packed.Content.ReadAsByteArrayAsync()).Length.Should().BeLessThanOrEqualTo(Budget);
        ShouldBeOpen(packed);
    }

    /// <summary>Pages pin these: whatever else changes, they do not.</summary>
    [Theory]
    [InlineData("1.0.0", "EtboQARDhBh/+DqV+DR8U9HQ14JMsLVTY1f2qY/WDP4OI40El7vluIYWR1m3aq5x")]
    [InlineData("1.0.1", "HiZHe/F6ogL4Hp1qK/D3JgmkxgC6+NhGviv7Iq6PIW302mZ4SYStz4g67hnx6PBL")]
    public async Task An_older_release_is_still_what_it_was(string version, string hash)
    {
        using var response = await Get($"/embed/v{version}.js");
        Convert.ToBase64String(SHA384.HashData(await response.Content.ReadAsByteArrayAsync())).Should().Be(hash);
        response.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
    }

    [Fact]
    public async Task A_release_that_never_was_is_not_found()
    {
        using var response = await Get("/embed/v0.9.0.js");
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Headers.CacheControl?.ToString().Should().NotContain("immutable");
    }

    private static void ShouldBeOpen(HttpResponseMessage response)
    {
        response.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("*");
        response.Headers.GetValues("Cross-Origin-Resource-Policy").Should().Equal("cross-origin");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    private async Task<HttpResponseMessage> Get(string path, Action<HttpRequestMessage>? also = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        also?.Invoke(request);
        return await site.Http.SendAsync(request);
    }
}
