using System.Text.Json;
using PilotPairing.FakeGraph;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>What the command line says of live tenants without a gateway, and of gateways at a wrong address.</summary>
public sealed class GatewayOfTenantTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_live_tenant_without_a_gateway_is_created_with_a_warning_beside_the_output()
    {
        var (code, output, errors) = await Run(["tenant", "create", "--name", "Acme", "--json"]);

        code.Should().Be(0);
        JsonDocument.Parse(output).RootElement.GetProperty("mode").GetString().Should().Be("live");
        errors.Should().Contain("GATEWAY_NOT_CONFIGURED").And.Contain("Gateways:<name>:Kind");
        (await Run(["tenant", "create", "--name", "Acme", "--test"])).Errors.Should().NotContain("GATEWAY_NOT_CONFIGURED");
        (await Run(["tenant", "create", "--name", "Acme"], Gateway("http://127.0.0.1:1"))).Errors.Should()
            .NotContain("GATEWAY_NOT_CONFIGURED");

        (_, output, _) = await Run(["doctor"]);
        output.Should().Contain("problem  gateways: No gateway is configured: 2 live tenants cannot pair")
            .And.Contain("GATEWAY_NOT_CONFIGURED");
    }

    [Fact]
    public async Task The_doctor_says_why_a_gateway_s_address_is_wrong()
    {
        await using var other = await GraphServer.Start();

        (await Run(["doctor"], Gateway(other.Url))).Output.Should().Contain("problem  gateway main: Its answer (status")
            .And.Contain("another server answers at this address").And.Contain("Gateways:main:BaseUrl");
        (await Run(["doctor"], Gateway("http://127.0.0.1:1"))).Output.Should().Contain("problem  gateway main: It cannot be connected to.");
        (await Run(["doctor"], Gateway("http://no-such-host.invalid"))).Output.Should()
            .Contain("problem  gateway main: No name server knows its host name.");
        (await Run(["doctor"], Gateway(other.Url.Replace("http:", "https:", StringComparison.Ordinal)))).Output.Should()
            .Contain("problem  gateway main: TLS with it failed");
    }

    private static (
        string Name, string Value)[] Gateway(string url) =>
            [("Gateways__main__Kind", "evolution"), ("Gateways__main__BaseUrl", url), ("Gateways__main__ApiKey", "k1")];

    private Task<(int Code, string Output, string Errors)> Run(string[] arguments, params (string Name, string Value)[] settings) =>
        Served.RunApart(_database.ConnectionString, settings, arguments);
}
