using PilotPairing.Domain.Access;

namespace PilotPairing.Domain.Tests;

/// <summary>Which URLs and origins a client may hand us; where a URL leads once resolved is the guard's test.</summary>
public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://good.com")]
    [InlineData("https://good.com/")]
    [InlineData("https://good.com:8443/a/b?c=d&e=f#g")]
    [InlineData("HTTPS://GOOD.COM/Path")]
    [InlineData("https://bücher.example/ä")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://good.com/?next=https://user@other.com")]
    [InlineData("https://good.com/@user")]
    [InlineData("https://good.com?to=user@other.com")]
    [InlineData("https://good.com#user@other.com")]
    [InlineData("https://[2001:db8::1]:8443/")]
    public void Takes_https_in_either_mode(string url)
    {
        WebAddress.IsUrl(url, TenantMode.Live).Should().BeTrue();
        WebAddress.IsUrl(url, TenantMode.Test).Should().BeTrue();
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:3000/done")]
    [InlineData("HTTP://LocalHost:3000")]
    public void Takes_http_on_localhost_in_test_mode_only(string url)
    {
        WebAddress.IsUrl(url, TenantMode.Test).Should().BeTrue();
        WebAddress.IsUrl(url, TenantMode.Live).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("good.com")]
    [InlineData("/path")]
    [InlineData("//evil.com")]
    [InlineData("///evil.com")]
    [InlineData("/\\evil.com")]
    [InlineData("\\\\evil.com")]
    [InlineData("https:evil.com")]
    [InlineData("https:/evil.com")]
    [InlineData("https:///evil.com")]
    [InlineData("https:\\\\evil.com")]
    [InlineData("https://good.com\\@evil.com")]
    [InlineData("https://good.com\\path")]
    [InlineData("https://good.com@evil.com")]
    [InlineData("https://user:pass@good.com")]
    [InlineData("https://:@good.com")]
    [InlineData("https://@good.com")]
    [InlineData("HTTPS://@good.com/path")]
    [InlineData("https://good.com\u200b/")]
    [InlineData("https://go\u00adod.com/")]
    [InlineData("https://good.com/\u202emoc.live")]
    [InlineData("https://")]
    [InlineData("https://:443")]
    [InlineData("https://good.com:99999")]
    [InlineData("http://good.com")]
    [InlineData("http://localhost.evil.com")]
    [InlineData("http://localhost@evil.com")]
    [InlineData("http://127.0.0.1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)//https://good.com")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://good.com")]
    [InlineData("wss://good.com")]
    [InlineData(" https://good.com")]
    [InlineData("https://good.com\n")]
    [InlineData("https://good.com\t/x")]
    [InlineData("ht\ttps://good.com")]
    [InlineData("https://good.com/a b")]
    [InlineData("https://good.com/\0")]
    public void Refuses_everything_else_even_in_test_mode(string url) => WebAddress.IsUrl(url, TenantMode.Test).Should().BeFalse();

    [Fact]
    public void Takes_2048_characters_and_no_more()
    {
        WebAddress.IsUrl("https://good.com/".PadRight(2048, 'x'), TenantMode.Live).Should().BeTrue();
        WebAddress.IsUrl("https://good.com/".PadRight(2049, 'x'), TenantMode.Live).Should().BeFalse();
    }

    [Theory]
    [InlineData("https://good.com", "https://good.com")]
    [InlineData("HTTPS://Good.COM", "https://good.com")]
    [InlineData("https://good.com:443", "https://good.com")]
    [InlineData("https://good.com:8443", "https://good.com:8443")]
    [InlineData("http://localhost", "http://localhost")]
    [InlineData("http://localhost:80", "http://localhost")]
    [InlineData("http://LOCALHOST:3000", "http://localhost:3000")]
    [InlineData("http://127.0.0.1:3000", "http://127.0.0.1:3000")]
    [InlineData("https://localhost:3000", "https://localhost:3000")]
    [InlineData("https://xn--bcher-kva.example", "https://xn--bcher-kva.example")]
    [InlineData("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")]
    public void An_origin_is_compared_in_lower_case_without_its_default_port(string text, string origin) =>
        WebAddress.Origin(text).Should().Be(origin);

    [Theory]
    [InlineData("https://bücher.example")]
    [InlineData("https://BÜCHER.example:8443")]
    [InlineData("https://\u212a.example")]
    [InlineData("https://good\u3002com")]
    public void An_origin_is_written_as_browsers_send_it_which_is_never_in_foreign_letters(string text) =>
        WebAddress.Origin(text).Should().BeNull("it would never equal an Origin header, and no response header can carry it");

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("good.com")]
    [InlineData("//evil.com")]
    [InlineData("/\\evil.com")]
    [InlineData("https://*.good.com")]
    [InlineData("https://good.com/")]
    [InlineData("https://good.com/path")]
    [InlineData("https://good.com?x")]
    [InlineData("https://good.com#x")]
    [InlineData("https://good.com:")]
    [InlineData("https://good.com:0443")]
    [InlineData("https://good.com@evil.com")]
    [InlineData("https://@good.com")]
    [InlineData("https:good.com")]
    [InlineData("https:///good.com")]
    [InlineData("https://good.com;script-src")]
    [InlineData("https://good.com,https://evil.com")]
    [InlineData("https://good.com 'unsafe-inline'")]
    [InlineData("https://good.com\t")]
    [InlineData("https://good.com\n")]
    [InlineData("https://good.com'")]
    [InlineData("https://goo%64.com")]
    [InlineData("http://good.com")]
    [InlineData("http://127.1:3000")]
    [InlineData("http://127.0.0.2")]
    [InlineData("http://[::1]:3000")]
    [InlineData("http://localhost.evil.com")]
    [InlineData("javascript://good.com")]
    [InlineData("file://good.com")]
    [InlineData("ftp://127.0.0.1")]
    public void Refuses_as_origin_whatever_could_mean_more_than_one(string text) => WebAddress.Origin(text).Should().BeNull();
}
