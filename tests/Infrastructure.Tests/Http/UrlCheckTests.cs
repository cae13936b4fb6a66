using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>The errors when an endpoint is registered.</summary>
public sealed class UrlCheckTests
{
    private const string NotPublic = "must lead to a public address, or to a network in Webhooks:AllowedPrivateNetworks";

    [Theory]
    [InlineData("http://example.com/hook", "must be https*")]
    [InlineData("ftp://example.com/hook", "must be an https URL")]
    [InlineData("//example.com/hook", "must be an https URL")]
    [InlineData("/hook", "must be an https URL")]
    [InlineData("hook", "must be an https URL")]
    [InlineData("", "must be an https URL")]
    [InlineData("https://", "must be an https URL")]
    [InlineData("https://user@example.com/", "*user name*")]
    [InlineData("https://user:password@example.com/", "*user name*")]
    [InlineData("https://example.com:22/", "must use port 443*")]
    [InlineData("https://127.0.0.1/", NotPublic)]
    [InlineData("https://2130706433/", NotPublic)]
    [InlineData("https://0x7f000001/", NotPublic)]
    [InlineData("https://0177.0.0.1/", NotPublic)]
    [InlineData("https://127.1/", NotPublic)]
    [InlineData("https://[::1]/", NotPublic)]
    [InlineData("https://[::ffff:127.0.0.1]/", NotPublic)]
    [InlineData("https://[fe80::1%25eth0]/", NotPublic)]
    public async Task Says_what_is_wrong(string url, string problem) => (await Check(url, "8.8.8.8")).Should().Match(problem);

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://localhost./")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://internal.example/")]
    public async Task Asks_what_a_name_leads_to(string url) => (await Check(url, "127.0.0.1")).Should().Be(NotPublic);

    [Theory]
    [InlineData("https://example.com/hook?x=1")]
    [InlineData("https://example.com:8443/")]
    [InlineData("https://8.8.8.8/")]
    public async Task Accepts_public_https(string url) => (await Check(url, "8.8.8.8")).Should().BeNull();

    [Fact]
    public async Task A_host_that_does_not_resolve_is_no_error() =>
        (await Check("https://not-set-up-yet.example/", null)).Should().BeNull();

    [Fact]
    public async Task Both_lists_are_needed_for_a_receiver_on_this_machine()
    {
        (await Check("http://localhost:3000/", "127.0.0.1", ["127.0.0.0/8"], ["LOCALHOST"])).Should().BeNull();
        (await Check("http://localhost:3000/", "127.0.0.1", [], ["localhost"])).Should().Be(NotPublic);
        (await Check("http://localhost.:3000/", "127.0.0.1", ["127.0.0.0/8"], ["localhost"])).Should().StartWith("must be https");
        (await Check("http://[::1]:3000/", null, ["::1/128"], ["::1"])).Should().BeNull();
    }

    private static Task<string?> Check(string url, string? lookup, string[]? networks = null, string[]? insecure = null) =>
        new UrlCheck(
            AddressGuardTests.Guard(networks, insecure, lookup), TimeProvider.System).Problem(url, default, CancellationToken.None);
}
