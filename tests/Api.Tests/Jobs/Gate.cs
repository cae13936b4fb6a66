using Dapper;
using Npgsql;

namespace PilotPairing.Api.Tests.Jobs;

/// <summary>
/// A statement of the program that waits inside the database for as long as the test wants: the moment at which its process is killed.
/// </summary>
internal sealed class Gate : IAsyncDisposable
{
    private const long Key = 0x6761_7465;
    private readonly NpgsqlConnection _holder;
    private readonly string _table;

    private Gate(NpgsqlConnection holder, string table) => (_holder, _table) = (holder, table);

    /// <param name="change"><c>insert</c>, <c>update</c> or <c>delete</c>.</param>
    /// <param name="when">Which rows wait, by <c>old</c> and <c>new</c>.</param>
    public static async Task<Gate> Close(NpgsqlDataSource database, string table, string change, string when)
    {
        var gate = new Gate(await database.OpenConnectionAsync(), table);
        await gate._holder.ExecuteAsync(
            $"""
            select pg_advisory_lock({Key});
            create function wait_at_gate() returns trigger language plpgsql as
                $body$ begin perform pg_advisory_xact_lock({Key}); return {(change == "delete" ? "old" : "new")}; end $body$;
            create trigger gate before {change} on {table} for each row when ({when}) execute function wait_at_gate();
            """);
        return gate;
    }

    public Task Reached() => Scene.Eventually(() => _holder.QuerySingleAsync<bool>($"select exists (select {Waiting})"));

    /// <summary>Those that wait never get through: their process died before their statement did anything.</summary>
    public async Task Remove()
    {
        await _holder.ExecuteAsync($"select pg_terminate_backend(pid) {Waiting}");
        await _holder.ExecuteAsync($"drop trigger gate on {_table}; drop function wait_at_gate(); select pg_advisory_unlock({Key})");
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private static string Waiting =>
        $"from pg_locks where locktype = 'advisory' and not granted and objid = {Key} and database = (select oid from pg_database where datname = current_database())";
}
