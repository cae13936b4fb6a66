using System.Text;
using Dapper;
using Npgsql;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Meta;

internal sealed class CompletionRepository(Transaction transaction, Envelopes envelopes) : IMetaCompletions
{
    public async Task<BegunCompletion?> Begin(PairingLink link, CompletionMark mark, DateTimeOffset now)
    {
        var row = await (await transaction.Now()).QuerySingleOrDefaultAsync<BegunRow>(new CommandDefinition(
            """
            insert into meta_completions (link_id, tenant_id, mark, running_until)
            select id, tenant_id, @mark, @until from pairing_links where id = @link and status = 'Active' and token_hash = @token
            on conflict (link_id) do update
               set mark = @mark, running_until = @until,
                   held_envelope = case when meta_completions.mark = @mark and meta_completions.held_at > @heldSince then meta_completions.held_envelope end
             where meta_completions.completed_at is null
                 and (meta_completions.running_until is null or meta_completions.running_until <= @now)
            returning held_envelope
            """,
            new
            {
                link = link.Id.Value,
                token = link.TokenHash.ToArray(),
                mark = mark.ToArray(),
                until = now + MetaStep.LongestRegistration,
                heldSince = now - HeldGrant.Life,
                now,
            },
            cancellationToken: transaction.CancellationToken));
        return row is null ? null : new(row.HeldEnvelope is { } envelope ? Open(link, envelope) : null);
    }

    public void Hold(PairingLink link, CompletionMark mark, HeldGrant grant, DateTimeOffset now) => transaction.Queue(
        "update meta_completions set held_envelope = @envelope, held_at = @now where link_id = @link and mark = @mark and "
            + "completed_at is null",
        ("envelope", envelopes.Seal(PlaceOf(link), Encoding.UTF8.GetBytes($"{grant.Pin?.Value} {grant.Token.Value}"))), ("now", now),
        ("link", link.Id.Value), ("mark", mark.ToArray()));

    public void Stop(PairingLink link, CompletionMark mark, bool keepsGrant) => transaction.Queue(
        """
        update meta_completions set running_until = null, held_envelope = case when @keeps then held_envelope end
         where link_id = @link and mark = @mark and completed_at is null
        """,
        ("keeps", keepsGrant), ("link", link.Id.Value), ("mark", mark.ToArray()));

    public void Complete(PairingLink link, CompletionMark mark, DateTimeOffset now) => transaction.Queue(
        "update meta_completions set mark = @mark, running_until = null, held_envelope = null, completed_at = @now where link_id = @link",
        ("mark", mark.ToArray()), ("now", now), ("link", link.Id.Value));

    public void PurgeHeld(DateTimeOffset before) => transaction.Queue(
        "update meta_completions set held_envelope = null where held_envelope is not null and held_at <= @before", ("before", before));

    private HeldGrant Open(PairingLink link, byte[] envelope)
    {
        var text = envelopes.OpenText(PlaceOf(link), envelope);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return new(new(text[(space + 1)..]), space > 0 ? new MetaSecret(text[..space]) : null);
    }

    private static EnvelopePlace PlaceOf(PairingLink link) => new("meta_completions", link.Id.Value, link.Tenant.Value);

    private sealed record BegunRow(byte[]? HeldEnvelope);
}

internal sealed class CompletionQueries(NpgsqlDataSource database) : IMetaCompletionQueries
{
    public async Task<bool> CompletedBy(LinkId link, CompletionMark mark, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from meta_completions where link_id = @link and mark = @mark and completed_at is not null)",
            new { link = link.Value, mark = mark.ToArray() }, cancellationToken: cancellationToken));
    }
}
