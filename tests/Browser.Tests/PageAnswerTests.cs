using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PilotPairing.Infrastructure.Qr;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// What the page answers before any browser acts on it: headers, dead tokens, preview bots, languages, what a query may and may not do.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class PageAnswerTests(Site site)
{
    [Fact]
    public async Task Headers_allow_our_own_script_and_the_framers_of_the_link_only()
    {
        var link = await site.NewLink(new { allowedOrigins = new[] { "https://app.example.com" } });
        using var response = await Get(link.Url);
        string Header(string name) => string.Join(",", response.Headers.TryGetValues(name, out var values) ? values : []);
        Header("Cache-Control").Should().Be("no-store");
        Header("Referrer-Policy").Should().Be("no-referrer");
        Header("X-Robots-Tag").Should().Be("noindex, nofollow");
        Header("X-Content-Type-Options").Should().Be("nosniff");
        Header("Cross-Origin-Opener-Policy").Should().Be("same-origin");
        Header("X-Frame-Options").Should().BeEmpty();
        Header("Cross-Origin-Resource-Policy").Should().Be("cross-origin");
        Header("Cross-Origin-Embedder-Policy").Should().Be("require-corp");
        Header("Set-Cookie").Should().BeEmpty();
        var policy = Header("Content-Security-Policy");
        policy.Should().StartWith("default-src 'none'; script-src 'self';").And.EndWith("frame-ancestors https://app.example.com")
            .And.NotContain("unsafe");

        using var open = await Get((await site.NewLink()).Url);
        string.Join(",", open.Headers.GetValues("Content-Security-Policy")).Should()
            .EndWith("frame-ancestors https: http://localhost:* http://127.0.0.1:*");
    }

    [Theory]
    [InlineData("rp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_dead_token_gets_a_friendly_page_that_names_nobody(string token)
    {
        using var response = await Get($"{site.Host.Url}/connect/{token}?lang=en");
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        var html = await response.Content.ReadAsStringAsync();
        html.Should().Contain("This link is no longer valid").And.NotContain("Pilot").And.NotContain("****")
            .And.Contain("href=\"?lang=es\"");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("rp_")]
    [InlineData("rp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("rp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.")]
    public async Task What_cannot_be_a_token_is_said_to_be_incomplete(string token)
    {
        using var response = await Get($"{site.Host.Url}/connect/{token}?lang=en");
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().Contain("This link is incomplete").And.Contain("Copy link")
            .And.NotContain("has expired");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("!,")]
    [InlineData(")")]
    [InlineData("*_")]
    [InlineData("%E2%80%9D")]
    [InlineData("%3E")]
    [InlineData("%20")]
    [InlineData("%E2%80%8B")]
    public async Task Punctuation_behind_a_link_is_dropped_and_the_link_tried_again(string end)
    {
        var link = await site.NewLink();
        using var response = await Get($"{link.Url}{end}?lang=es&embed=1");
        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().Should().Be($"/connect/{link.Token}?lang=es&embed=1");
        response.Headers.CacheControl!.ToString().Should().Contain("no-store");
        (await site.Info(link)).GetProperty("phase").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task Reading_starts_nothing_however_often_and_shows_no_number_to_previews()
    {
        var link = await site.NewLink();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Get })
        {
            using var request = new HttpRequestMessage(method, link.Url);
            request.Headers.UserAgent.ParseAdd("WhatsApp/2.24");
            using var response = await site.Http.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var info = await site.Info(link);
        info.GetProperty("phase").GetString().Should().Be("ready");
        info.GetProperty("state").GetString().Should().Be("CLOSE");
        var html = await (await Get(link.Url)).Content.ReadAsStringAsync();
        html[..html.IndexOf("</head>", StringComparison.Ordinal)].Should().Contain("og:title").And.NotContain("****")
            .And.NotContain("Reception");
    }

    [Theory]
    [InlineData("", "de-DE,de", "en")]
    [InlineData("", "fr, en-GB;q=0.8", "en")]
    [InlineData("?lang=es", "en", "es")]
    [InlineData("?lang=xx", "en", "en")]
    public async Task The_language_is_the_one_that_was_asked_for(string query, string accepts, string expected)
    {
        var link = await site.NewLink();
        using var request = new HttpRequestMessage(HttpMethod.Get, link.Url + query);
        request.Headers.AcceptLanguage.ParseAdd(accepts);
        using var response = await site.Http.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).Should().Contain($"<html lang=\"{expected}\"");
    }

    [Theory]
    [InlineData("companyName=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "<script>alert")]
    [InlineData("companyName=visit%20evil.example", "evil.example")]
    [InlineData("companyName=evil%E3%80%82example", "evil\u3002example")]
    [InlineData("companyName=evil%E2%80%A4example", "evil\u2024example")]
    [InlineData("companyName=a%E2%80%AEb", "\u202e")]
    [InlineData("primaryColor=red%3B%7D*%7Border%3A4711", "order:4711")]
    [InlineData("supportUrl=https%3A%2F%2Fevil.example", "evil.example")]
    [InlineData("redirectUrl=https%3A%2F%2Fevil.example", "evil.example")]
    [InlineData("logoUrl=https%3A%2F%2Fevil.example%2Flogo.png", "evil.example")]
    [InlineData("logoUrlDark=https%3A%2F%2Fevil.example%2Flogo.png", "evil.example")]
    [InlineData("faviconUrl=https%3A%2F%2Fevil.example%2Flogo.png", "evil.example")]
    [InlineData("cardColor=red%3B%7D*%7Border%3A4711", "order:4711")]
    [InlineData("cornerRadius=4711", "4711px")]
    [InlineData("cornerRadius=%2B9", "--corner:9px")]
    [InlineData("fontFamily=evil", "evil")]
    [InlineData("fontFamily=Serif", "--font:Charter")]
    [InlineData("parentOrigin=https%3A%2F%2Fevil.example%2Fx&embed=1", "evil.example")]
    public async Task A_query_cannot_put_its_own_things_on_the_page(string query, string forbidden)
    {
        var link = await site.NewLink();
        var html = await (await Get($"{link.Url}?{query}")).Content.ReadAsStringAsync();
        html.Should().NotContain(forbidden);
    }

    [Theory]
    [InlineData("cardColor=101112", "--card:#101112")]
    [InlineData("cornerRadius=0", "--corner:0px")]
    [InlineData("cornerRadius=24", "--corner:24px")]
    [InlineData("fontFamily=serif", "--font:Charter,")]
    public async Task A_query_may_change_the_looks(string query, string expected)
    {
        var link = await site.NewLink();
        (await (await Get($"{link.Url}?{query}")).Content.ReadAsStringAsync()).Should().Contain(expected);
        (await (await Get(link.Url)).Content.ReadAsStringAsync()).Should().NotContain(expected);
    }

    [Fact]
    public async Task The_asking_company_never_comes_from_the_query_and_a_hidden_product_is_named_nowhere()
    {
        var link = await site.NewLink(new { branding = new { companyName = "Aurora", hidePilotStatusBranding = true } });
        var html = await (await Get(link.Url + "?companyName=Bank&lang=en")).Content.ReadAsStringAsync();
        html.Should().Contain("<dd>Aurora</dd>").And.Contain("<p class=\"company\">Bank</p>").And.NotContain("Pilot");
    }

    [Fact]
    public async Task The_script_stays_within_its_budget_and_is_kept_by_browsers()
    {
        var html = await (await Get((await site.NewLink()).Url)).Content.ReadAsStringAsync();
        using var response = await GetPacked(site.Host.Url + Regex.Match(html, @"/connect\.[a-z0-9]+\.js").Value);
        (await response.Content.ReadAsByteArrayAsync()).Length.Should().BeLessThanOrEqualTo(12 * 1024);
        response.Headers.CacheControl!.ToString().Should().Contain("immutable");
    }

    [Fact]
    public async Task The_page_carries_its_style_and_a_QR_code_of_WhatsApps_length_in_ten_kilobytes()
    {
        var link = await site.NewLink(new { branding = new { companyName = "Clínica Aurora" } });
        using var tap = await site.Http.PostAsync(new Uri(link.Url), null);
        using var response = await GetPacked(link.Url);
        var packed = await response.Content.ReadAsByteArrayAsync();
        packed.Length.Should().BeLessThanOrEqualTo(10 * 1024);

        using var unpacking = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress));
        var html = await unpacking.ReadToEndAsync();
        var style = Regex.Match(html, "<style nonce=\"[^\"]+\">([^<]+)</style>").Groups[1].Value;
        Packed(style).Should().BeInRange(1024, 6 * 1024);
        html.Should().NotContain("stylesheet");
        var whatsApps = QrImages.SmallPngDataUri(
            "2@" + Convert.ToBase64String(SHA512.HashData([1])) + Convert.ToBase64String(SHA512.HashData([2])) + Convert.ToBase64String(
            SHA384.HashData([3])));
        Packed(Regex.Replace(html, "(?<=data-qr [^>]+)data:image/png;base64,[^\"]+", whatsApps)).Should().BeLessThanOrEqualTo(10 * 1024);
    }

    private static int Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return (int)packed.Length;
    }

    private async Task<HttpResponseMessage> GetPacked(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var response = await site.Http.SendAsync(request);
        response.Content.Headers.ContentEncoding.Should().Equal("gzip");
        return response;
    }

    private Task<HttpResponseMessage> Get(string url) => site.Http.GetAsync(new Uri(url));
}
