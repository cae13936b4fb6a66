using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>Who is alive goes by the database's clock.</summary>
internal sealed class NodeRepository(
    NpgsqlDataSource database, IConfiguration configuration, IPublicAddress address, TimeProvider clock) : INodes
{
    public static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);
    private readonly Guid _id = Guid.CreateVersion7(clock.GetUtcNow());

    public NodeSettings Own => SettingFingerprints.Of(configuration, address);

    public Task Report(CancellationToken cancellationToken) => database.Execute(
        """
        insert into server_nodes (id, name, settings, seen_at) values (@id, @name, @settings::jsonb, now())
        on conflict (id) do update set settings = excluded.settings, seen_at = excluded.seen_at;
        delete from server_nodes where seen_at < now() - interval '1 day'
        """,
        new
        {
            id = _id,
            name = $"{Environment.MachineName} (process {Environment.ProcessId})",
            settings = JsonSerializer.Serialize(Own.Fingerprints),
        },
        cancellationToken);

    public async Task<IReadOnlyList<RunningNode>> Others(CancellationToken cancellationToken) =>
        [.. (await database.Query<Row>(
            "select name, settings::text as settings from server_nodes where id <> @id and seen_at > now() - @life order by name",
            new { id = _id, life = ReportEvery * 3 }, cancellationToken)).Select(row =>
                new RunningNode(row.Name, new(JsonSerializer.Deserialize<Dictionary<string, string>>(row.Settings)!)))];

    public Task Leave(CancellationToken cancellationToken) =>
        database.Execute("delete from server_nodes where id = @id", new { id = _id }, cancellationToken);

    private sealed record Row(string Name, string Settings);
}
