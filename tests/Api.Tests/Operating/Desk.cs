using System.Security.Cryptography;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>A host with an operator and a viewer beside <c>ops</c>, and browsers in which they are signed in.</summary>
internal static class Desk
{
    public const string Password = "a viewer's password";
    private const string Person = "text/html";

    // Slow by intent, and here as fast as is taken: each sign-in computes it again.
    private static readonly Lazy<string> Hash = new(() =>
        $"pbkdf2-sha256$100000${Convert.ToBase64String(new byte[16])}${Convert.ToBase64String(
            Rfc2898DeriveBytes.Pbkdf2(Password, new byte[16], 100_000, HashAlgorithmName.SHA256, 32))}");

    public static ApiHost WithPeople(this ApiHost host)
    {
        foreach (var (index, name, role) in new[] { (0, "vera", "viewer"), (1, "otto", "operator") })
        {
            host.Settings[$"Ops:Users:{index}:Name"] = name;
            host.Settings[$"Ops:Users:{index}:Role"] = role;
            host.Settings[$"Ops:Users:{index}:PasswordHash"] = Hash.Value;
        }

        return host;
    }

    /// <summary>As a person's browser: forms are answered by pages.</summary>
    public static Task<OpsBrowser> Operator(this ApiHost host) => SignedIn(host, "ops", ApiHost.OpsPassword, Person);

    public static Task<OpsBrowser> Viewer(this ApiHost host, string? accept = Person) => SignedIn(host, "vera", Password, accept);

    /// <summary>The audit log's entries of one subject, oldest first, as "actor role action".</summary>
    public static async Task<IReadOnlyList<string>> AuditOf(this ApiHost host, string subject)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        return [.. await Dapper.SqlMapper.QueryAsync<string>(
            connection, "select actor || ' ' || role || ' ' || action from audit_log where subject = @subject order by at, id",
            new { subject })];
    }

    private static async Task<OpsBrowser> SignedIn(ApiHost host, string user, string password, string? accept)
    {
        var browser = new OpsBrowser(host.App.Urls.First()) { Accept = accept };
        (await browser.SignIn(password, user)).Status.Should().Be(302);
        return browser;
    }
}
