using Microsoft.Extensions.Options;
using PilotPairing.Api.Operating;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// Settings of the identity provider that cannot be right keep the server from starting; without them there is no way in by it.
/// </summary>
public sealed class OidcSettingsTests
{
    private const string WrongAuthority =
        "Ops:Oidc:Authority must be the https URL of the provider's issuer, without query; http only on this machine.";

    private static readonly (string Name, string Value)[] Good =
    [
        ("Ops:Oidc:Authority", "https://id.example"), ("Ops:Oidc:ClientId", "pilotpairing"), ("Ops:Oidc:OperatorValues:0", "admins"),
    ];

    [Theory]
    [InlineData("Authority", "id.example", WrongAuthority)]
    [InlineData("Authority", "http://id.example", WrongAuthority)]
    [InlineData("Authority", "https://id.example/?a=b", WrongAuthority)]
    [InlineData("Authority", "", "Ops:Oidc:Authority is required where anything else of Ops:Oidc is set.")]
    [InlineData("ClientId", "", "Ops:Oidc:ClientId is required with Ops:Oidc:Authority: 1 to 200 characters.")]
    [InlineData("DisplayName", "", "Ops:Oidc:DisplayName must have 1 to 60 characters.")]
    [InlineData("NameClaim", "user name", "Ops:Oidc:NameClaim must be the name of a claim, without spaces.")]
    [InlineData("RoleClaim", "", "Ops:Oidc:RoleClaim must be the name of a claim, without spaces.")]
    [InlineData("Scopes:0", "one two", "Ops:Oidc:Scopes must be at most 20 names of scopes, without spaces.")]
    [InlineData("OperatorValues:0", "", "Ops:Oidc:OperatorValues must be at most 100 values of 1 to 200 characters.")]
    [InlineData("OperatorValues:0", null,
        "Ops:Oidc:OperatorValues or Ops:Oidc:ViewerValues is required: without a value nobody has a role.")]
    [InlineData("ViewerValues:0", "admins", "Ops:Oidc:ViewerValues has admins, which Ops:Oidc:OperatorValues has too.")]
    public async Task What_cannot_be_right_keeps_the_server_from_starting(string setting, string? value, string problem)
    {
        await using var database = await TestPostgres.CreateDatabase();
        var settings = Good.ToDictionary(one => one.Name, one => (string?)one.Value);
        settings["Ops:Oidc:" + setting] = value;
        if (value is null)
            settings.Remove("Ops:Oidc:" + setting);

        var start = () => ApiHost.On(database.ConnectionString, settings: [.. settings.Select(one => (one.Key, one.Value))]);

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(problem);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_way_in_by_one()
    {
        var host = new ApiHost();
        await host.InitializeAsync();
        try
        {
            using var browser = new OpsBrowser(host.App.Urls.First());
            (await browser.Get(OpsBrowser.SignInPage)).Text.Should().NotContain("Sign in with");
            foreach (var path in new[] { OidcSignIn.Start, OidcSignIn.Callback + "?code=x&state=y", OidcSignIn.End })
                (await browser.Get(path, "*/*")).ShouldBeRefused(404, "NOT_FOUND");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
