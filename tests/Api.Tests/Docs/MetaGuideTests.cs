using System.Text.RegularExpressions;
using PilotPairing.Infrastructure.Meta;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The operator's guide to Meta names the settings that there are, with their defaults.</summary>
public sealed partial class MetaGuideTests
{
    [Theory]
    [InlineData("docs/meta.md")]
    [InlineData("docs/operating.md")]
    public void It_names_every_setting_and_no_other(string path)
    {
        var settings = typeof(MetaOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

        Setting().Matches(Guide.Read(path)).Select(match => match.Groups["name"].Value).Distinct().Should().BeEquivalentTo(settings);
    }

    [Theory]
    [InlineData("docs/meta.md")]
    [InlineData("docs/operating.md")]
    public void It_describes_the_defaults(string path)
    {
        var options = new MetaOptions();

        Guide.Read(path).Should().Contain($"`{options.GraphVersion}`").And.Contain($"`{options.GraphBaseUrl}`")
            .And.Contain($"`{options.SdkUrl}`");
    }

    [GeneratedRegex("Meta__(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
