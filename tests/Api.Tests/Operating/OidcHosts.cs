using Dapper;
using Microsoft.AspNetCore.WebUtilities;
using PilotPairing.Api.Operating;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>Hosts whose operators sign in by a stub of an identity provider.</summary>
internal static class OidcHosts
{
    public static void UseProvider(this ApiHost host, StubIdentityProvider provider)
    {
        foreach (var (name, value) in new[]
        {
            ("Authority", provider.Issuer), ("ClientId", StubIdentityProvider.ClientId),
            ("ClientSecret", StubIdentityProvider.ClientSecret), ("DisplayName", "Example Staff"), ("OperatorValues:0", "admins"),
            ("ViewerValues:0", "staff"),
        })
            host.Settings["Ops:Oidc:" + name] = value;
    }

    public static string Url(this ApiHost host) => host.App.Urls.First();

    /// <summary>The audit log, oldest first, as "actor role action detail".</summary>
    public static async Task<IReadOnlyList<string>> Audit(this ApiHost host)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<string>(
            "select trim(concat(actor, ' ', coalesce(lower(role), '-'), ' ', action, ' ', detail)) from audit_log order by at, id")];
    }

    /// <summary>The address that the provider sends the browser back to.</summary>
    public static async Task<string> WayBack(this OpsBrowser browser, string returnUrl = "/ops")
    {
        var start = await browser.Get(QueryHelpers.AddQueryString(OidcSignIn.Start, "returnUrl", returnUrl));
        start.Status.Should().Be(302, start.Text);
        return (await browser.Get(start.Headers["location"])).Headers["location"];
    }

    /// <summary>What this server answers there.</summary>
    public static async Task<Answer> SignInByProvider(this OpsBrowser browser, string returnUrl = "/ops", string accept = "*/*") =>
        await browser.Get(await browser.WayBack(returnUrl), accept);
}
