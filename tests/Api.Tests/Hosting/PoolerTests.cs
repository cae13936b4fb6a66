using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Behind a real PgBouncer in transaction mode: with a direct address everything works, without one the log reports it.</summary>
public sealed class PoolerTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TransactionPooler _pooler = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        _pooler = await TransactionPooler.Start(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _pooler.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task With_a_direct_address_many_pair_at_once_and_are_notified()
    {
        const int Numbers = 20;
        var host = await ApiHost.On(_pooler.ConnectionString, runsJobs: true, ("ConnectionStrings:Direct", _database.ConnectionString));
        try
        {
            var listener = host.App.Services.GetRequiredService<PostgresListener>();
            await Scene.Eventually(() => Task.FromResult(listener.IsListening));

            await Parallel.ForEachAsync(Enumerable.Range(0, Numbers), async (_, _) =>
            {
                var (link, attempt) = await host.OpenNumber();
                (await host.Status(link.Token(), attempt)).Expect(200).Text("state").Should().Be("OPEN");
            });

            (await host.Get("/health/ready")).Status.Should().Be(200);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task With_a_direct_address_the_program_starts_and_its_doctor_is_content()
    {
        (string, string)[] settings = [("ConnectionStrings__Direct", _database.ConnectionString)];
        var tenant = await Served.Run(_pooler.ConnectionString, settings, "tenant", "create", "--name", "pooled", "--test", "--json");
        var key = JsonDocument.Parse(tenant.Output).RootElement.Text("key");
        await using (var served = await Served.Start(_pooler.ConnectionString, settings))
        {
            var link = await served.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);
            (await served.Send($"/v1/remote-pairing/{link.Token()}/connect", null, null)).Expect(200);
            served.Written.Should().NotContain("26000").And.NotContain("Notifications lost");
        }

        (await Served.Run(_pooler.ConnectionString, settings, "doctor")).Output.Should().Contain("ok       database:");
    }

    [Fact]
    public async Task Without_one_nothing_starts_and_the_doctor_says_what_to_set()
    {
        foreach (var verb in (string[])["serve", "migrate"])
        {
            var (code, output) = await Served.Run(_pooler.ConnectionString, [], verb);
            code.Should().Be(1, output);
            output.Should().Contain("pooler in transaction mode").And.Contain("Set ConnectionStrings:Direct").And.NotContain("   at ");
        }

        (await Served.Run(_pooler.ConnectionString, [], "doctor")).Output.Should().Contain("problem  database:")
            .And.Contain("Set ConnectionStrings:Direct");
    }

    [Fact]
    public async Task A_direct_address_that_leads_through_the_pooler_too_is_none()
    {
        var (code, output) = await Served.Run(_pooler.ConnectionString, [("ConnectionStrings__Direct", _pooler.ConnectionString)], "serve");

        code.Should().Be(1);
        output.Should().Contain("Set ConnectionStrings:Direct to the address of PostgreSQL itself");
    }

    [Fact]
    public async Task A_direct_address_alone_is_refused()
    {
        var (code, output) = await Served.Run("", [("ConnectionStrings__Direct", _database.ConnectionString)], "migrate");

        code.Should().Be(1);
        output.Should().Contain("ConnectionStrings:Postgres, which is not set");
    }

    [Theory]
    [InlineData("", false, 50, true, "pilotpairing")]
    [InlineData("", true, 0, true, "pilotpairing")]
    [InlineData(";Max Auto Prepare=0;Application Name=mine", false, 0, true, "mine")]
    [InlineData(";MaxAutoPrepare=7;No Reset On Close=false", true, 7, false, "pilotpairing")]
    public async Task What_the_operator_set_of_the_connection_holds(
        string set, bool isShared, int prepared, bool withoutReset, string application)
    {
        await using var source = Database.Open("Host=127.0.0.1;Username=x" + set, isShared);

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (settings.MaxAutoPrepare, settings.NoResetOnClose, settings.ApplicationName).Should().Be((prepared, withoutReset, application));
    }
}
