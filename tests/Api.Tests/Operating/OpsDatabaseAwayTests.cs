using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.LocalPostgres;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>The operations pages while the database is away: a page that says so, and no sign-in is lost by it.</summary>
public sealed class OpsDatabaseAwayTests
{
    [Fact]
    public async Task A_page_says_so_and_the_session_goes_on_when_it_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("pilotpairing-").FullName;
        using var door = new Door();
        ApiHost? host = null;
        EmbeddedPostgres? again = null;
        try
        {
            var options = new EmbeddedPostgresOptions { DataDirectory = folder, Durable = false };
            var server = await EmbeddedPostgres.StartAsync(options, CancellationToken.None);
            var address = new NpgsqlConnectionStringBuilder(server.ConnectionString);
            door.LeadsTo = address.Port;
            address.Port = door.Port;
            await using (var database = Database.Open(server.ConnectionString))
                await Migrations.Apply(database, CancellationToken.None);
            host = await ApiHost.On(address.ConnectionString);
            using var browser = await host.Operator();
            (await browser.Get("/ops/links")).Status.Should().Be(200);
            var token = await browser.Token("/ops/tenants");

            await server.DisposeAsync();
            foreach (var path in new[] { "/ops", "/ops/links", "/ops/tenants", "/ops/audit", "/ops/jobs" })
            {
                var page = await browser.Get(path);
                page.Status.Should().Be(503, path);
                page.Text.Should().Contain("The database does not answer").And.Contain("http-equiv=\"refresh\"")
                    .And.Contain("DATABASE_UNAVAILABLE");
                page.Headers["content-security-policy"].Should().StartWith("default-src 'none'; style-src 'self' 'nonce-");
                page.Headers["cache-control"].Should().Be("no-store");
            }

            (await browser.Get("/ops/links", "application/json")).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            (await browser.Post("/ops/tenants?handler=Create", null, ("name", "x"), ("mode", "test"),
                ("__RequestVerificationToken", token))).Status.Should().Be(503);

            again = await EmbeddedPostgres.StartAsync(options, CancellationToken.None);
            door.LeadsTo = new NpgsqlConnectionStringBuilder(again.ConnectionString).Port;
            await Scene.Eventually(async () => (await browser.Get("/ops/links")).Status == 200);
        }
        finally
        {
            await (host?.DisposeAsync() ?? Task.CompletedTask);
            await (again?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(folder, recursive: true);
        }
    }
}
