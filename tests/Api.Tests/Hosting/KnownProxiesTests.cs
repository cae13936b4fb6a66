using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Operating;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>
/// Whose <c>X-Forwarded-For</c> is taken, by the settings of a real host, and what a caller who is no proxy gains by sending one.
/// </summary>
public sealed class KnownProxiesTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1", "198.51.100.7")]
    [InlineData("::1", "198.51.100.7")]
    [InlineData("::ffff:10.1.2.3", "198.51.100.7")]
    [InlineData("172.31.0.9", "198.51.100.7")]
    [InlineData("192.168.0.9", "198.51.100.7")]
    [InlineData("fd12::9", "198.51.100.7")]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("172.32.0.9", "172.32.0.9")]
    [InlineData("2001:db8::9", "2001:db8::9")]
    public async Task Loopback_and_private_networks_are_believed_unless_others_are_named(string peer, string taken) =>
        (await Caller(peer, [])).Should().Be(taken);

    [Theory]
    [InlineData("203.0.113.9", "198.51.100.7")]
    [InlineData("203.0.113.10", "203.0.113.10")]
    [InlineData("2001:db8::9", "198.51.100.7")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    public async Task Those_that_are_named_are_believed_instead(string peer, string taken) =>
        (await Caller(peer, [("KnownProxies:0", "203.0.113.9"), ("KnownProxies:1", "2001:db8::/64")])).Should().Be(taken);

    [Fact]
    public async Task A_caller_who_is_no_proxy_gets_no_limit_of_its_own_by_the_header_and_a_proxy_that_is_not_believed_is_reported()
    {
        var host = await ApiHost.On(
            _database.ConnectionString,
            settings: [("ForwardedHeaders_Enabled", "true"), ("KnownProxies:0", "203.0.113.9"), ("RateLimits:AddressBurst", "3"),
            ("RateLimits:AddressPerSecond", "1")]);
        try
        {
            (await host.Call("GET", "/health/live", null, "", ("X-Forwarded-For", "198.51.100.7"))).Headers.Should()
                .ContainKey(IReachability.IgnoredHeader);
            (await host.Call("GET", "/health/live", null, "")).Headers.Should().NotContainKey(IReachability.IgnoredHeader);
            var statuses = new List<int>();
            for (var caller = 1; caller <= 20; caller++)
                statuses.Add((await host.Call("GET", "/v1/me", null, null, ("X-Forwarded-For", $"198.51.100.{caller}"))).Status);

            statuses.Should().Contain(429);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_is_no_address_is_refused_with_the_setting_s_name()
    {
        var (code, output) =
            await Served.Run(_database.ConnectionString, [("KnownProxies__0", "10.0.0.1"), ("KnownProxies__1", "proxy.example.com")],
                "serve");

        code.Should().Be(1);
        output.Should().Contain("KnownProxies: 'proxy.example.com' is no address and no network").And.NotContain("10.0.0.1");
    }

    [Theory]
    [InlineData(null, "X-Forwarded-For is not taken")]
    [InlineData("203.0.113.9", "X-Forwarded-For is taken from 203.0.113.9/32 (KnownProxies).")]
    [InlineData("::/0", "X-Forwarded-For is taken from anyone")]
    public async Task The_doctor_names_who_is_believed(string? proxy, string response)
    {
        (string, string)[] settings = proxy is null ? [] : [("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"), ("KnownProxies__0", proxy)];

        (await Served.Run(_database.ConnectionString, settings, "doctor")).Output.Should().Contain("proxies: ").And.Contain(response);
    }

    /// <summary>The peer is set as the socket would have it: no test has sockets of those networks.</summary>
    private async Task<string> Caller(string peer, (string Name, string Value)[] settings)
    {
        var host = new ApiHost();
        var all = new Dictionary<string, string?>(host.Settings) { ["ForwardedHeaders_Enabled"] = "true" };
        foreach (var (name, value) in settings)
            all[name] = value;
        await using var app = WebHost.Build([], _database.ConnectionString, Role.Web, all);
        var options = app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>();
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = System.Net.IPAddress.Parse(peer) } };
        context.Request.Headers["X-Forwarded-For"] = "198.51.100.7";
        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, options).Invoke(context);
        return context.Connection.RemoteIpAddress!.ToString();
    }
}
