using Dapper;
using Npgsql;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Infrastructure.Pairing;

internal sealed class LinkReads(NpgsqlDataSource database, IPairingBoard board) : ILinkReads
{
    public Task<PairingLink?> Find(LinkId id, CancellationToken cancellationToken) =>
        One($"select {LinkRow.Columns} from pairing_links where id = @id", new { id = id.Value }, cancellationToken);

    public Task<PairingLink?> Find(TenantId tenant, LinkId id, CancellationToken cancellationToken) =>
        One($"select {LinkRow.Columns} from pairing_links where tenant_id = @tenant and id = @id", new { tenant = tenant.Value, id = id.Value }, cancellationToken);

    public async Task<LinkDetail?> Detail(TenantId tenant, LinkId id, CancellationToken cancellationToken)
    {
        if (await Find(tenant, id, cancellationToken) is not { } link)
            return null;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var steps = await connection.QuerySingleAsync<StepsRow>(new CommandDefinition(
            """
            select opened_at, started_at, scanned_at, abandoned_at, opens, failure_reason, phone_message,
                   (select count(*)::int from pairing_attempts where link_id = pairing_links.id) as attempts
              from pairing_links
             where tenant_id = @tenant and id = @id
            """,
            new { tenant = tenant.Value, id = id.Value }, cancellationToken: cancellationToken));
        var pairing = link.Number is { } number ? await board.Find(number, cancellationToken) : null;
        return new(
            link, pairing, new(steps.OpenedAt, steps.StartedAt, steps.ScannedAt, link.UsedAt, steps.AbandonedAt), steps.Opens, steps.Attempts, steps.FailureReason, steps.PhoneMessage);
    }

    private async Task<PairingLink?> One(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<LinkRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return row?.ToLink();
    }

    private sealed record StepsRow(
        DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? ScannedAt, DateTimeOffset? AbandonedAt, int Opens, string? FailureReason, string? PhoneMessage, int Attempts);
}
