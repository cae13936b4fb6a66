using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure;

/// <summary>One statement on a connection of its own.</summary>
internal static class DataSourceQueries
{
    public static async Task<IReadOnlyList<T>> Query<T>(
        this NpgsqlDataSource database, string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Null when no row comes.</summary>
    public static async Task<T?> Find<T>(
        this NpgsqlDataSource database, string sql, object? parameters, CancellationToken cancellationToken)
        where T : class
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <returns>How many rows it changed.</returns>
    public static async Task<int> Execute(
        this NpgsqlDataSource database, string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
