using System.Text.Json;
using Dapper;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>A node that was killed while it watched a pairing: another one gives the customer a new code within seconds.</summary>
public sealed class DeadWatcherTests
{
    private const string Watched = "select lease_id from pairing_attempts where ended_at is null";

    [Fact]
    public async Task The_next_code_comes_from_another_node_although_the_first_never_gave_the_pairing_back()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var connection = await database.Source.OpenConnectionAsync();
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "watch", "--test", "--json"))
                .RootElement.Text("key");
        JsonElement link;
        ApiHost host;
        await using (var first = await Served.Start(database.ConnectionString))
        {
            link = await first.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);
            (await first.Send($"/v1/remote-pairing/{link.Token()}/connect", null, null)).Expect(200);
            host = await ApiHost.On(database.ConnectionString);
        }

        try
        {
            // As if the code had run out at the moment of the crash.
            await connection.ExecuteAsync("update pairing_attempts set qr_expires_at = now(), code_expires_at = now()");
            var (dead, began) = (await connection.QuerySingleAsync<Guid>(Watched), TimeProvider.System.GetTimestamp());
            await Scene.Eventually(async () => await connection.QuerySingleAsync<Guid?>(Watched) != dead);

            TimeProvider.System.GetElapsedTime(began).Should()
                .BeLessThan(TimeSpan.FromSeconds(10), "a dead node is found within five seconds, here on a busy machine");
            (await host.Connect(link.Token())).Expect(200);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
