using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>What a container's health check asks: whether the server on this machine is ready, by exit code and with the reason.</summary>
public sealed class HealthCommandTests
{
    [Fact]
    public async Task A_server_that_is_ready_is_healthy_at_whatever_address_it_listens()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var served = await Served.Start(database.ConnectionString);

        (await CommandLine.Run("/", ["health"], ("Urls", served.Url + ";http://127.0.0.1:1"))).Should().Be((0, "", ""));
    }

    [Fact]
    public async Task Where_nothing_listens_the_reason_names_the_address_and_the_setting()
    {
        using var port = ReservedPort.Take();

        var (code, output, errors) = await CommandLine.Run("/", ["health"], ("Urls", $"http://*:{port.Number}"));

        (code, output).Should().Be((1, ""));
        errors.Should().Be($"Not ready: nothing answers at http://localhost:{port.Number}. The server listens where the setting Urls says.\n");
    }

    [Fact]
    public async Task A_server_whose_database_is_gone_is_not_healthy_and_says_why()
    {
        var host = new ApiHost();
        await host.StartBare("Host=127.0.0.1;Port=1;Username=nobody;Database=none");

        var (code, _, errors) = await CommandLine.Run("/", ["health"], ("Urls", host.App.Urls.First()));
        await host.DisposeAsync();

        code.Should().Be(1);
        errors.Should().Contain("503").And.Contain("DATABASE_UNAVAILABLE");
    }
}
