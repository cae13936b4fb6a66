using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PilotPairing.Benchmarks.Parts;

/// <summary>What the same work costs with nothing around it: bare Kestrel, one row by Npgsql, one transaction of two inserts.</summary>
internal static class ControlServer
{
    public const string Tables =
        """
        create table raw_numbers (id uuid primary key, tenant_id uuid not null, number text not null, name text not null, state text not null, created_at timestamptz not null);
        create index on raw_numbers (tenant_id, created_at desc, id);
        create table raw_links (id uuid primary key, number_id uuid not null references raw_numbers (id), token_hash bytea not null unique, terms jsonb not null, created_at timestamptz not null);
        create index on raw_links (number_id);
        """;

    public static async Task Run(string connectionString, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + port);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ControlJson.Default));
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50 };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        var app = builder.Build();
        app.MapGet("/ready", () => TypedResults.Ok());
        app.MapGet("/bare", () => new BareStatus("ready", "ACTIVE", "CLOSE", 0, null, null));
        app.MapGet("/row/{hash}", (string hash) => Row(database, Convert.FromHexString(hash)));
        app.MapPost("/two-inserts", (TwoInserts body) => Insert(database, body));
        await app.RunAsync();
    }

    private static async Task<RawRow> Row(NpgsqlDataSource database, byte[] hash)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command =
            new NpgsqlCommand("select id, status, terms::text, expires_at from pairing_links where token_hash = $1", connection);
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetDateTime(3));
    }

    private static async Task<IResult> Insert(NpgsqlDataSource database, TwoInserts body)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (number, link, token) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now), RandomNumberGenerator.GetBytes(32));
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var first = new NpgsqlCommand(
            "insert into raw_numbers (id, tenant_id, number, name, state, created_at) values ($1, $2, $3, $4, 'Close', $5)", connection,
            transaction))
        {
            first.Parameters.AddWithValue(number);
            first.Parameters.AddWithValue(Guid.Empty);
            first.Parameters.AddWithValue(body.Number);
            first.Parameters.AddWithValue(body.Name);
            first.Parameters.AddWithValue(now);
            await first.ExecuteNonQueryAsync();
        }

        await using (var second = new NpgsqlCommand(
            "insert into raw_links (id, number_id, token_hash, terms, created_at) values ($1, $2, $3, '{}', $4)", connection, transaction))
        {
            second.Parameters.AddWithValue(link);
            second.Parameters.AddWithValue(number);
            second.Parameters.AddWithValue(SHA256.HashData(token));
            second.Parameters.AddWithValue(now);
            await second.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return TypedResults.Created((string?)null, new InsertedRows(number, link, Convert.ToHexString(token)));
    }
}

internal sealed record BareStatus(string Phase, string Status, string State, int Sequence, string? ExpiresAt, string? RedirectUrl);

internal sealed record RawRow(Guid Id, string Status, string Terms, DateTime ExpiresAt);

internal sealed record TwoInserts(string Name, string Number);

internal sealed record InsertedRows(Guid Number, Guid Link, string Token);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BareStatus))]
[JsonSerializable(typeof(RawRow))]
[JsonSerializable(typeof(TwoInserts))]
[JsonSerializable(typeof(InsertedRows))]
internal sealed partial class ControlJson : JsonSerializerContext;
