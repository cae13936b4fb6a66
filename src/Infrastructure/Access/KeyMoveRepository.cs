using Dapper;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal sealed class KeyMoveRepository(Transaction transaction) : IKeyMoves
{
    public void Follow(Caller caller, NumberId to)
    {
        transaction.Queue(
            "update api_keys set number_id = @to where id = @key and tenant_id = @tenant and number_id is not null",
            ("key", caller.Key.Value), ("tenant", caller.Tenant.Value), ("to", to.Value));
        transaction.Notify(Channels.Access, caller.Tenant.Value);
    }

    public void Begin(Caller caller, LinkId link, NumberId? to, DateTimeOffset now)
    {
        transaction.Queue(
            """
            with key as (
                select id, tenant_id, number_id from api_keys where id = @key and tenant_id = @tenant and number_id is not null for update),
            move as (
                insert into api_key_moves (link_id, key_id, tenant_id, from_number, to_number, moved_at)
                select @link, key.id, key.tenant_id, key.number_id, @to::uuid, @now from key)
            update api_keys set number_id = @to::uuid
              from key
             where api_keys.id = key.id and @to::uuid is not null
            """,
            ("key", caller.Key.Value), ("tenant", caller.Tenant.Value), ("link", link.Value), ("to", to?.Value), ("now", now));
        if (to is not null)
            transaction.Notify(Channels.Access, caller.Tenant.Value);
    }

    public void Arrive(PairingLink link, NumberId number)
    {
        transaction.Queue(
            """
            with move as (
                delete from api_key_moves where link_id = @link returning key_id)
            update api_keys set number_id = @number from move where api_keys.id = move.key_id
            """,
            ("link", link.Id.Value), ("number", number.Value));
        transaction.Notify(Channels.Access, link.Tenant.Value);
    }

    public void Complete(NumberId number) =>
        transaction.Queue("delete from api_key_moves where to_number = @number", ("number", number.Value));

    public void Inherit(KeyId old, KeyId successor) => transaction.Queue(
        """
        insert into api_key_moves (link_id, key_id, tenant_id, from_number, to_number, moved_at)
        select link_id, @successor, tenant_id, from_number, to_number, moved_at from api_key_moves where key_id = @old
        """,
        ("old", old.Value), ("successor", successor.Value));

    public async Task TurnBack(IReadOnlyCollection<LinkId> links) =>
        Undo(await (await transaction.Now()).QueryAsync<Move>(new CommandDefinition(
        """
        select link_id, key_id, tenant_id, from_number, to_number from api_key_moves
         where link_id = any(@links)
         order by moved_at desc for update
        """,
        new { links = links.Select(link => link.Value).ToArray() }, cancellationToken: transaction.CancellationToken)));

    public async Task End(TenantId tenant, NumberId number, DateTimeOffset now)
    {
        Undo(await (await transaction.Now()).QueryAsync<Move>(new CommandDefinition(
            """
            select link_id, key_id, tenant_id, from_number, to_number from api_key_moves
             where tenant_id = @tenant and to_number = @number
             order by moved_at desc for update
            """,
            new { tenant = tenant.Value, number = number.Value }, cancellationToken: transaction.CancellationToken)));

        // There is no way back to a number that is gone.
        transaction.Queue("delete from api_key_moves where tenant_id = @tenant and from_number = @number", ("tenant", tenant.Value),
            ("number", number.Value));
        transaction.Queue(
            "update api_keys set revoked_at = @now where tenant_id = @tenant and number_id = @number and (revoked_at is null or "
                + "revoked_at > @now)",
            ("tenant", tenant.Value), ("number", number.Value), ("now", now));
        transaction.Notify(Channels.Access, tenant.Value);
    }

    /// <summary>
    /// Undoes moves, the newest first, since each statement reads the result of the one before. A key that moved on meanwhile stays where
    /// it is; a later undo of that move brings it further back.
    /// </summary>
    private void Undo(IEnumerable<Move> moves)
    {
        foreach (var move in moves)
        {
            if (move.ToNumber is { } to)
            {
                transaction.Queue(
                    "update api_keys set number_id = @from where id = @key and number_id = @to",
                    ("from", move.FromNumber), ("key", move.KeyId), ("to", to));
                transaction.Queue(
                    "update api_key_moves set from_number = @from where key_id = @key and from_number = @to and link_id <> @link",
                    ("from", move.FromNumber), ("key", move.KeyId), ("to", to), ("link", move.LinkId));
                transaction.Notify(Channels.Access, move.TenantId);
            }

            transaction.Queue("delete from api_key_moves where link_id = @link and key_id = @key", ("link", move.LinkId),
                ("key", move.KeyId));
        }
    }

    private sealed record Move(Guid LinkId, Guid KeyId, Guid TenantId, Guid FromNumber, Guid? ToNumber);
}
