using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// The ring of keys under the session cookies. It is read and written by ASP.NET Core's data protection, which does not wait
/// asynchronously.
/// </summary>
internal sealed class SessionKeys(NpgsqlDataSource database, Envelopes envelopes, TimeProvider clock) : ISessionKeys
{
    public static readonly EnvelopeTable Secrets = new("session_keys", "id", "envelope") { Tenant = EnvelopeTable.NoTenant };

    public IReadOnlyList<string> Read()
    {
        using var connection = database.OpenConnection();
        return [.. connection.Query<Row>(new CommandDefinition("select id, envelope from session_keys order by created_at, id"))
            .Select(Open).OfType<string>()];
    }

    public void Add(string name, string xml)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        using var connection = database.OpenConnection();
        connection.Execute(new CommandDefinition(
            "insert into session_keys (id, name, envelope, created_at) values (@id, @name, @envelope, @now)",
            new { id, name, envelope = envelopes.Seal(Secrets.Place(id, Guid.Empty), xml), now }));
    }

    /// <summary>A key whose master key is gone is one that nobody can use: sessions under it end.</summary>
    private string? Open(Row row)
    {
        try
        {
            return envelopes.OpenText(Secrets.Place(row.Id, Guid.Empty), row.Envelope);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private sealed record Row(Guid Id, byte[] Envelope);
}
