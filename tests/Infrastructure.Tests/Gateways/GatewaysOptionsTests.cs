using Microsoft.Extensions.Configuration;
using PilotPairing.Infrastructure.Gateways;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>What may stand in the section <c>Gateways</c>, and that its mistakes are reported together and its keys never.</summary>
public sealed class GatewaysOptionsTests
{
    [Fact]
    public void The_only_gateway_is_the_default_one_and_names_are_lower_case()
    {
        var options = Read(("MAIN:Kind", "Evolution"), ("MAIN:BaseUrl", "http://evolution:8080/"), ("MAIN:ApiKey", "k"),
            ("MAIN:CallbackUrl", "https://pair.example.com/"), ("MAIN:DeviceName", " Chrome (Mac OS) "));

        options.Default.Should().Be("main");
        options.All.Should().ContainSingle().Which.Should()
            .BeEquivalentTo(new
            {
                Name = "main",
                Kind = "evolution",
                BaseUrl = "http://evolution:8080",
                CallbackUrl = "https://pair.example.com",
                DeviceName = "Chrome (Mac OS)"
            });
        Problems(options).Should().BeEmpty();
    }

    [Fact]
    public void Our_own_gateway_needs_its_kind_only()
    {
        Problems(Read(("main:Kind", "Baileys"))).Should().BeEmpty();
        Problems(Read(
            ("main:Kind", "baileys"), ("main:DeviceName", "Acme"), ("main:WhatsAppVersion", "2.3000.1027934701"),
            ("main:WhatsAppUrl", "wss://localhost:28443/ws/chat"), ("main:WhatsAppRootKey", new string('a', 64)),
            ("main:WhatsAppCertificate", typeof(GatewaysOptionsTests).Assembly.Location))).Should().BeEmpty();
    }

    [Fact]
    public void Every_mistake_of_our_own_gateway_is_reported_at_once_and_so_is_a_setting_of_the_other_kind()
    {
        var problems = Problems(Read(
            ("main:Kind", "baileys"), ("main:WhatsAppVersion", "newest"), ("main:WhatsAppUrl", "https://web.whatsapp.com"),
            ("main:WhatsAppRootKey", "14"), ("main:WhatsAppCertificate", "/no/such/file.pem"), ("main:BaseUrl", "http://evolution"),
            ("other:Kind", "evolution"), ("other:BaseUrl", "http://evolution"), ("other:ApiKey", "k"),
            ("other:WhatsAppUrl", "wss://localhost"),
            ("Default", "main")));

        problems.Should().HaveCount(6);
        foreach (var setting in new[] { "WhatsAppVersion", "main:WhatsAppUrl", "WhatsAppRootKey", "WhatsAppCertificate",
            "main:BaseUrl is not a setting of kind baileys", "other:WhatsAppUrl is not a setting of kind evolution" })
            problems.Should().ContainSingle(problem => problem.Contains(setting));
    }

    [Fact]
    public void Nothing_configured_is_fine() => Problems(Read()).Should().BeEmpty();

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var problems = Problems(Read(
            ("Default", "third"),
            ("main:Kind", "waha"), ("main:BaseUrl", "evolution:8080"), ("main:CallbackUrl", "https://me:pw@pair.example.com"),
            ("main:BaseUri", "x"), ("main:DeviceName", "two\nlines"),
            ("simulator:Kind", "evolution"), ("simulator:BaseUrl", "http://evolution"), ("simulator:ApiKey", "with space")));

        problems.Should().HaveCount(9);
        foreach (var setting in new[] { "main:Kind", "main:BaseUrl", "main:ApiKey", "main:CallbackUrl", "main:BaseUri", "main:DeviceName",
            "Gateways:simulator is no name", "simulator:ApiKey", "Gateways:Default" })
            problems.Should().ContainSingle(problem => problem.Contains(setting));
    }

    [Theory]
    [InlineData("https://pair.example.com", true)]
    [InlineData("https://example.com/behind/a/proxy", true)]
    [InlineData("https://example.com/?", false)]
    [InlineData("https://example.com/a?b=c", false)]
    [InlineData("https://example.com/#", false)]
    [InlineData("https://@example.com", false)]
    [InlineData("https://me@example.com", false)]
    [InlineData(" https://example.com", false)]
    [InlineData("https:example.com", false)]
    public void Addresses_may_have_a_path_and_nothing_else(string url, bool isFine)
    {
        var problems = Problems(Read(("main:Kind", "evolution"), ("main:BaseUrl", url), ("main:ApiKey", "k"), ("main:CallbackUrl", url)));

        problems.Should().HaveCount(isFine ? 0 : 2);
    }

    [Fact]
    public void With_several_gateways_one_must_be_the_default() =>
        Problems(Read(
            ("a:Kind", "evolution"), ("a:BaseUrl", "http://a"), ("a:ApiKey", "k"),
            ("b:Kind", "evolution"), ("b:BaseUrl", "http://b"), ("b:ApiKey", "k"))).Should().ContainSingle().Which.Should()
                .StartWith("Gateways:Default");

    [Fact]
    public void A_key_never_prints()
    {
        var options = Read(("main:Kind", "evolution"), ("main:BaseUrl", "http://a"), ("main:ApiKey", "s3cret-key"));

        options.All[0].ToString().Should().NotContain("s3cret").And.Contain("[gateway key]");
    }

    private static GatewaysOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => "Gateways:" + setting.Key, setting => (string?)setting.Value)).Build();
        var options = new GatewaysOptions();
        options.Read(configuration.GetSection(GatewaysOptions.Section));
        return options;
    }

    private static IReadOnlyList<string> Problems(GatewaysOptions options) =>
        [.. new GatewaysOptionsValidator().Validate(null, options).Failures ?? []];
}
