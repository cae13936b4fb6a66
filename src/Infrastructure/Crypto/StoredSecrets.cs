using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Crypto;

internal sealed class StoredSecrets(NpgsqlDataSource database, IEnumerable<EnvelopeTable> tables, Envelopes envelopes) : IStoredSecrets
{
    private const int Batch = 100;

    /// <summary>Of each column the oldest are tried, since their key is the first to be removed.</summary>
    public async Task<SecretState> Check(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (examined, unreadable, older) = (0, 0, 0L);
        foreach (var column in Columns())
        {
            var rows = await Read(connection, column, $"{column.Name} is not null", Guid.Empty, cancellationToken);
            examined += rows.Count;
            unreadable += rows.Count(row => Open(column, row) is null);
            older += await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"select count(*) from {column.Table.Name} where {IsOlder(column)}", new { head = envelopes.Head },
                cancellationToken: cancellationToken));
        }

        return new(examined, unreadable, older);
    }

    public async Task<Reencrypted> Reencrypt(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (renewed, unreadable) = (0, 0);
        foreach (var column in Columns())
        {
            IReadOnlyList<Row> rows;
            var after = Guid.Empty;
            while ((rows = await Read(connection, column, IsOlder(column), after, cancellationToken)).Count > 0)
            {
                after = rows[^1].Id;
                foreach (var row in rows)
                {
                    if (Open(column, row) is { } secret)
                        renewed += await Replace(connection, column, row, secret, cancellationToken);
                    else
                        unreadable++;
                }
            }
        }

        return new(renewed, unreadable);
    }

    private IEnumerable<Column> Columns() => from table in tables from name in table.Columns select new Column(table, name);

    private async Task<IReadOnlyList<Row>> Read(
        NpgsqlConnection connection, Column column, string which, Guid after, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select {column.Table.Row} as id, {column.Table.Tenant} as tenant_id, {column.Name} as envelope from {column.Table.Name}
             where {which} and {column.Table.Row} > @after order by {column.Table.Row} limit {Batch}
            """,
            new { after, head = envelopes.Head }, cancellationToken: cancellationToken))).AsList();

    /// <summary>What somebody else has changed meanwhile is under the first key already.</summary>
    private Task<int> Replace(NpgsqlConnection connection, Column column, Row row, byte[] secret, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"update {column.Table.Name} set {column.Name} = @renewed where {column.Table.Row} = @id and {column.Name} = @envelope",
            new { renewed = envelopes.Seal(column.Table.Place(row.Id, row.TenantId), secret), id = row.Id, envelope = row.Envelope },
            cancellationToken: cancellationToken));

    private byte[]? Open(Column column, Row row)
    {
        try
        {
            return envelopes.Open(column.Table.Place(row.Id, row.TenantId), row.Envelope);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string IsOlder(Column column) =>
        $"{column.Name} is not null and substring({column.Name} from 1 for length(@head)) <> @head";

    private sealed record Column(EnvelopeTable Table, string Name);

    private sealed record Row(Guid Id, Guid TenantId, byte[] Envelope);
}
