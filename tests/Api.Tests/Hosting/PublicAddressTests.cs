using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Which addresses the operator may name: pages, forms and scripts are addressed from the root of an origin.</summary>
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("https://pair.example.com")]
    [InlineData("https://pair.example.com/")]
    [InlineData("HTTPS://Pair.Example.com:8443")]
    [InlineData("http://10.0.0.5:5080/")]
    [InlineData("http://[::1]:5080")]
    [InlineData("https://zap.exämple.com")]
    public void An_origin_is_one(string url) => Problems(url).Should().BeEmpty();

    [Theory]
    [InlineData("https://example.com/pair")]
    [InlineData("https://example.com/pair/")]
    [InlineData("https://example.com//")]
    [InlineData("https://example.com/.")]
    [InlineData("https://example.com/%2e")]
    [InlineData("https://example.com\\pair")]
    [InlineData("https://example.com?a=b")]
    [InlineData("https://example.com/?")]
    [InlineData("https://example.com#top")]
    [InlineData("https://example.com/#")]
    [InlineData("https://me@example.com")]
    [InlineData("https://me:secret@example.com")]
    [InlineData("https://@example.com")]
    [InlineData(" https://example.com")]
    [InlineData("https://example.com ")]
    [InlineData("https:example.com")]
    [InlineData("https://")]
    [InlineData("ftp://example.com")]
    [InlineData("//example.com")]
    [InlineData("example.com")]
    [InlineData("")]
    public void What_is_more_or_less_than_an_origin_is_a_problem_of_its_setting(string url)
    {
        var problems = Problems(url);

        problems.Should().HaveCount(2);
        problems[0].Should().StartWith("PublicUrl must be an http or https URL of host and port only");
        problems[1].Should().StartWith("ConnectUrl must be");
    }

    private static IReadOnlyList<string> Problems(string url) =>
        [.. new AddressOptionsValidator().Validate(null, new() { PublicUrl = url, ConnectUrl = url }).Failures ?? []];
}
