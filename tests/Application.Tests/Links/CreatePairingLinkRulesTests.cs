using PilotPairing.Application.Branding;
using PilotPairing.Application.Links;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Links;

/// <summary>Every rule of a link's body by itself and all at once; that a bad body comes back as 400 is the HTTP tests' part.</summary>
public sealed class CreatePairingLinkRulesTests
{
    private static readonly CreatePairingLink Good =
        new(Some.TenantKey(TenantMode.Live)) { Name = DisplayName.Parse("Shop"), Number = PhoneNumber.Parse("+55 11 99999-9999") };

    public static TheoryData<string, CreatePairingLink> Broken => new()
    {
        { "name", Good with { Name = null } },
        { "name", Good with { Name = DisplayName.Parse("  ") } },
        { "name", Good with { Name = DisplayName.Parse(new string('x', 121)) } },
        { "number", Good with { Number = null } },
        { "number", Good with { Number = PhoneNumber.Parse("123") } },
        { "metaFlow", Good with { Provider = Provider.PilotStatus, MetaFlow = MetaFlow.Embedded } },
        { "externalRef", Good with { ExternalRef = new('x', 201) } },
        { "externalRef", Good with { ExternalRef = "a\0b" } },
        { "metadata", Good with { Metadata = Enumerable.Range(0, 51).ToDictionary(i => $"k{i}", _ => "v") } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { [""] = "v" } } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { [new('k', 41)] = "v" } } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { ["k"] = new('v', 501) } } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { ["k"] = null! } } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { ["k\0"] = "v" } } },
        { "metadata", Good with { Metadata = new Dictionary<string, string> { ["k"] = "\0" } } },
        { "expiresInSeconds", Good with { ExpiresInSeconds = 299 } },
        { "expiresInSeconds", Good with { ExpiresInSeconds = 2_592_001 } },
        { "expiresInSeconds", Good with { ExpiresInSeconds = -1 } },
        { "branding", Good with { Branding = new() { CompanyName = "A" }, BrandingOverride = new() { CompanyName = "B" } } },
        { "branding.primaryColor", Good with { Branding = new() { PrimaryColor = "green" } } },
        { "branding.primaryColor", Good with { Branding = new() { PrimaryColor = "#25D366\n" } } },
        { "branding.backgroundColor", Good with { Branding = new() { BackgroundColor = "#fff" } } },
        { "branding.companyName", Good with { Branding = new() { CompanyName = new('x', 61) } } },
        { "branding.companyName", Good with { Branding = new() { CompanyName = " " } } },
        { "branding.subtitle", Good with { Branding = new() { Subtitle = new('x', 121) } } },
        { "branding.logoUrl", Good with { Branding = new() { LogoUrl = "http://example.com/logo.png" } } },
        { "branding.supportUrl", Good with { Branding = new() { SupportUrl = "javascript:alert(1)" } } },
        { "branding.defaultRedirectUrl", Good with { Branding = new() { DefaultRedirectUrl = "//evil.com" } } },
        { "brandingOverride.primaryColor", Good with { BrandingOverride = new() { PrimaryColor = "green" } } },
        { "redirectUrl", Good with { RedirectUrl = "http://localhost:3000" } },
        { "redirectUrl", Good with { RedirectUrl = "https://user@example.com" } },
        { "redirectState", Good with { RedirectState = new('x', 513) } },
        { "redirectState", Good with { RedirectState = "\0" } },
        { "failureRedirectUrl", Good with { FailureRedirectUrl = "/failed" } },
        { "locale", Good with { Locale = "pt-br" } },
        { "locale", Good with { Locale = "" } },
        { "allowedOrigins", Good with { AllowedOrigins = [] } },
        { "allowedOrigins", Good with { AllowedOrigins = ["https://app.example.com/path"] } },
        { "allowedOrigins", Good with { AllowedOrigins = ["https://app.example.com", "*"] } },
        { "allowedOrigins", Good with { AllowedOrigins = [null!] } },
        { "allowedOrigins", Good with { AllowedOrigins = [.. Enumerable.Range(0, 21).Select(i => $"https://a{i}.example.com")] } },
        { "methods", Good with { Methods = [] } },
        { "methods", Good with { Methods = [PairingMethod.Qr, PairingMethod.Qr] } },
    };

    public static TheoryData<string, CreatePairingLink> Sound => new()
    {
        { "the least", Good },
        { "longest life", Good with { ExpiresInSeconds = 2_592_000 } },
        { "shortest life", Good with { ExpiresInSeconds = 300 } },
        { "empty branding", Good with { Branding = BrandingLayer.Empty, BrandingOverride = BrandingLayer.Empty } },
        { "the same branding twice", Good with { Branding = new() { CompanyName = "A" }, BrandingOverride = new() { CompanyName = "A" } } },
        { "everything at its longest", Good with
            {
                ExternalRef = new('x', 200), RedirectState = new('x', 512), Locale = "pt-BR",
                AllowedOrigins = [.. Enumerable.Range(0, 20).Select(i => $"https://a{i}.example.com")],
                Metadata = Enumerable.Range(0, 50).ToDictionary(i => $"{i}".PadRight(40, 'k'), _ => new string('v', 500)),
                Methods = [PairingMethod.Code],
            }
        },
        { "Meta without name and number", new(Good.Caller) { Provider = Provider.Meta } },
        { "a Meta flow alone",
            new(Good.Caller) { MetaFlow = MetaFlow.Credentials, Name = DisplayName.Parse(""), Number = PhoneNumber.Parse("nonsense") } },
        { "a reconnection, whatever name and number say",
            new(Good.Caller) { Reconnect = new("num_x", null), Name = DisplayName.Parse(""), Number = PhoneNumber.Parse("nonsense") } },
        { "localhost for a test tenant",
            new(Some.TenantKey()) { Name = DisplayName.Parse("Shop"), Number = PhoneNumber.Parse("5511999999999"),
            RedirectUrl = "http://localhost:3000" } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_field_is_named_as_on_the_wire_and_alone(string field, CreatePairingLink link) =>
        FieldsOf(link).Should().Equal(field);

    [Theory]
    [MemberData(nameof(Sound))]
    public void Nothing_is_found_in(string what, CreatePairingLink link) => FieldsOf(link).Should().BeEmpty(what);

    [Fact]
    public void All_broken_fields_are_named_at_once()
    {
        var link = Good with
        {
            Name = DisplayName.Parse(""),
            Number = PhoneNumber.Parse("x"),
            ExternalRef = new('x', 201),
            ExpiresInSeconds = 1,
            Branding = new() { PrimaryColor = "x", LogoUrl = "x" },
            RedirectUrl = "x",
            FailureRedirectUrl = "x",
            RedirectState = new('x', 513),
            Locale = "x",
            AllowedOrigins = ["x"],
            Methods = [],
            Metadata = new Dictionary<string, string> { [""] = "" },
            MetaFlow = MetaFlow.Embedded,
            Provider = Provider.PilotStatus,
        };

        // A flow makes it a Meta link, which has no name and number to be wrong.
        FieldsOf(link).Should().BeEquivalentTo(
            "metaFlow", "externalRef", "metadata", "expiresInSeconds", "branding.primaryColor", "branding.logoUrl", "redirectUrl",
            "failureRedirectUrl", "redirectState", "locale",
            "allowedOrigins", "methods");
        FieldsOf(link with { MetaFlow = null }).Should().Contain(["name", "number"]);
    }

    private static List<string> FieldsOf(CreatePairingLink link) =>
        [.. new CreatePairingLinkValidator(new LogoAddress(new FakeAddress())).Validate(link)
            .Errors.Select(error =>
                string.Join('.', error.PropertyName.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..])))];

    private sealed class FakeAddress : IPublicAddress
    {
        public string PublicUrl => "https://pair.example";

        public string ConnectUrl => PublicUrl;

        public IReadOnlyList<string> ConnectUrls => [ConnectUrl];
    }
}
