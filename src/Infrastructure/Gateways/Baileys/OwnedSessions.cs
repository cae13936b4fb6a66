using System.Security.Cryptography;
using Dapper;
using Npgsql;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>What the node that runs a session reads to open it.</summary>
internal sealed record StoredSession(
    Guid NumberId, Guid TenantId, string Phone, BaileysMethod Method, BaileysStatus Status, int Opening, DateTimeOffset? ConnectedAt,
    byte[]? Credentials);

/// <summary>A change of a session's state. Null leaves what is stored.</summary>
internal sealed record SessionChange(BaileysStatus Status)
{
    public string? Qr { get; init; }

    public DateTimeOffset? QrUntil { get; init; }

    public string? Code { get; init; }

    public DateTimeOffset? CodeUntil { get; init; }

    public string? Identity { get; init; }

    public string? EndReason { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? LimitedUntil { get; init; }
}

/// <summary>
/// The sessions of one node. Every write names the owner and the opening: a node that lost its lease, and a socket that was replaced,
/// change nothing any more.
/// </summary>
internal sealed class OwnedSessions(NpgsqlDataSource database, Envelopes envelopes, Guid node)
{
    public static readonly EnvelopeTable Credentials = new("baileys_sessions", "number_id", "credentials_envelope");
    public static readonly EnvelopeTable Keys = new("baileys_keys", "id", "value_envelope");

    public Task<StoredSession?> Find(Guid number, CancellationToken cancellationToken) => database.Find<StoredSession>(
        """
        select number_id, tenant_id, phone, method, status, opening, connected_at, credentials_envelope as credentials
          from baileys_sessions
         where number_id = @number and owner = @node
        """,
        new { number, node }, cancellationToken);

    /// <exception cref="CryptographicException">It was altered, or its key is not configured.</exception>
    public string? Open(StoredSession session) => session.Credentials is null
        ? null : envelopes.OpenText(Credentials.Place(session.NumberId, session.TenantId), session.Credentials);

    /// <summary>False when this node is no longer the one to say so.</summary>
    public async Task<bool> Change(Guid number, int opening, SessionChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isOver = change.Status is BaileysStatus.Ended or BaileysStatus.Exhausted or BaileysStatus.Limited;
        return await database.Execute(
            """
            update baileys_sessions
               set status = case when @status = 'Lost' and connected_at is null then 'Linking' else @status end,
                   qr = case when @status = 'Offering' then @Qr end, qr_until = @QrUntil,
                   code = case when @status = 'Offering' then coalesce(@Code, code) end,
                   code_until = coalesce(@CodeUntil, code_until), identity = coalesce(@Identity, identity),
                   connected_at = case when @status = 'Open' then coalesce(connected_at, @now) else connected_at end,
                   end_reason = @EndReason, detail = @Detail, limited_until = @LimitedUntil,
                   owner = case when @isOver and not ending then null else owner end,
                   credentials_envelope = case when @EndReason = 'LoggedOut' then null else credentials_envelope end, changed_at = @now
             where number_id = @number and owner = @node and opening = @opening
            """,
            new
            {
                number,
                node,
                opening,
                isOver,
                now,
                status = change.Status.ToString(),
                change.Qr,
                change.QrUntil,
                change.Code,
                change.CodeUntil,
                change.Identity,
                change.EndReason,
                change.Detail,
                change.LimitedUntil,
            },
            cancellationToken) == 1;
    }

    /// <summary>Its device is no longer linked, or never was.</summary>
    public async Task<bool> Delete(Guid number, int opening, CancellationToken cancellationToken) => await database.Execute(
        "delete from baileys_sessions where number_id = @number and owner = @node and opening = @opening",
        new { number, node, opening }, cancellationToken) == 1;

    public async Task<IReadOnlyDictionary<Guid, string>> ReadKeys(
        Guid number, Guid tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await database.Query<(Guid Id, byte[] Value)>(
            "select id, value_envelope from baileys_keys where number_id = @number and id = any(@ids)",
            new { number, ids = ids.ToArray() }, cancellationToken);
        return rows.ToDictionary(row => row.Id, row => envelopes.OpenText(Keys.Place(row.Id, tenant), row.Value));
    }

    /// <summary>One batch, whole or not at all. False when another node has the number now.</summary>
    public async Task<bool> Write(
        Guid number, Guid tenant, int opening, string? credentials, IReadOnlyDictionary<Guid, string?> keys,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var owned = await connection.ExecuteAsync(new CommandDefinition(
            """
            update baileys_sessions set credentials_envelope = coalesce(@credentials, credentials_envelope)
             where number_id = @number and owner = @node and opening = @opening
            """,
            new
            {
                number,
                node,
                opening,
                credentials = credentials is null
                    ? null : envelopes.Seal(Credentials.Place(number, tenant), credentials),
            },
            transaction, cancellationToken: cancellationToken));
        if (owned == 0)
            return false;
        var kept = keys.Where(key => key.Value is not null).ToList();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from baileys_keys where number_id = @number and id = any(@gone);
            insert into baileys_keys (id, number_id, tenant_id, value_envelope)
            select key.id, @number, @tenant, key.value from unnest(@ids, @values) as key (id, value)
            on conflict (id) do update set value_envelope = excluded.value_envelope where baileys_keys.number_id = excluded.number_id
            """,
            new
            {
                number,
                tenant,
                gone = keys.Where(key => key.Value is null).Select(key => key.Key).ToArray(),
                ids = kept.Select(key => key.Key).ToArray(),
                values = kept.Select(key => envelopes.Seal(Keys.Place(key.Key, tenant), key.Value!)).ToArray(),
            },
            transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
