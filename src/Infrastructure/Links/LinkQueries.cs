using Dapper;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Links;

internal sealed class LinkQueries(NpgsqlDataSource database, IPairingStateCache states, ISendQueries sends) : ILinkQueries
{
    public Task<PairingLink?> Find(LinkId id, CancellationToken cancellationToken) =>
        One($"select {LinkRow.Columns} from pairing_links where id = @id", new { id = id.Value }, cancellationToken);

    public Task<PairingLink?> Find(TenantId tenant, LinkId id, CancellationToken cancellationToken) =>
        One($"select {LinkRow.Columns} from pairing_links where tenant_id = @tenant and id = @id",
            new { tenant = tenant.Value, id = id.Value }, cancellationToken);

    public async Task<IReadOnlyList<LinkId>> OfNumber(TenantId tenant, NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select id from pairing_links where tenant_id = @tenant and number_id = @number order by created_at desc, id",
            new { tenant = tenant.Value, number = number.Value }, cancellationToken: cancellationToken));
        return [.. ids.Select(id => new LinkId(id))];
    }

    public async Task<LinkDetail?> Detail(TenantId tenant, LinkId id, CancellationToken cancellationToken) =>
        await Find(tenant, id, cancellationToken) is { } link ? (await Details([link], cancellationToken))[0] : null;

    public async Task<Page<LinkDetail>> List(ListOwnLinks request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await database.Query<LinkRow>(LinkListing.Sql(request, LinkRow.Columns), LinkListing.Parameters(request, now),
            cancellationToken);
        var page = Page<PairingLink>.Of(rows, request.Page, row => new(row.CreatedAt, row.Id), row => row.ToLink());
        return new(await Details(page.Items, cancellationToken), page.Next);
    }

    private async Task<IReadOnlyList<LinkDetail>> Details(IReadOnlyList<PairingLink> links, CancellationToken cancellationToken)
    {
        var deliveries = await sends.OfLinks([.. links.Select(link => link.Id)], cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var steps = (await connection.QueryAsync<StepsRow>(new CommandDefinition(
            """
            select id, opened_at, started_at, scanned_at, abandoned_at, opens, failure_reason, failure_detail, phone_message,
                   tapped_at, tap_returned_at, opened_device, opened_in_app, opened_language,
                   (select count(*)::int from pairing_attempts attempt where attempt.number_id = pairing_links.number_id and attempt.link_id = pairing_links.id) as attempts
              from pairing_links
             where id = any(@ids)
            """,
            new { ids = links.Select(link => link.Id.Value).ToArray() }, cancellationToken: cancellationToken)))
                .ToDictionary(row => row.Id);
        var details = new List<LinkDetail>(links.Count);
        foreach (var link in links)
        {
            var step = steps[link.Id.Value];
            var pairing = link.Number is { } number ? await states.Find(number, cancellationToken) : null;
            details.Add(new(
                link, pairing, new(step.OpenedAt, step.StartedAt, step.ScannedAt, link.UsedAt,
                    step.AbandonedAt)
                { TappedAt = step.TappedAt, TapReturnedAt = step.TapReturnedAt }, step.Opens, step.Attempts,
                    step.FailureReason, step.PhoneMessage,
                [.. deliveries[link.Id]])
            {
                FailureDetail = step.FailureDetail,
                Visitor = step.OpenedDevice is { } device ? new(device, step.OpenedInApp ?? false, step.OpenedLanguage) : null,
            });
        }

        return details;
    }

    private async Task<PairingLink?> One(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<LinkRow>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        return row?.ToLink();
    }

    private sealed record StepsRow(
        Guid Id, DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? ScannedAt, DateTimeOffset? AbandonedAt, int Opens,
        string? FailureReason, string? FailureDetail,
        string? PhoneMessage, DateTimeOffset? TappedAt, DateTimeOffset? TapReturnedAt, DeviceClass? OpenedDevice, bool? OpenedInApp,
        string? OpenedLanguage, int Attempts);
}
