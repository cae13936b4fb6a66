using Dapper;
using PilotPairing.Application.Statistics;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Statistics;

internal sealed class FunnelRollupRepository(Transaction transaction) : IFunnelRollups
{
    private const string Key = "tenant_id, day, device, method, language";

    // Arrays have the server plan for few rows, and so for indexes, however long the list of changes is.
    private const string Take =
        """
        delete from pairing_funnel_changes
         where id = any(array(select id from pairing_funnel_changes order by id limit @atMost))
        returning link_id
        """;

    // A link that is gone stays counted as it was last: the sums outlive the links. Of the seconds the seven most significant bits are
    // kept.
    private const string Move =
        $"""
        with links as (
            select id as link_id, tenant_id, (created_at at time zone 'UTC')::date as day,
                lower(coalesce(opened_device, 'Other')) as device,
                   case when started_at is null then 'other'
                   when provider = 'Meta' then 'meta' else lower(coalesce(started_method, 'other')) end as method,
                   coalesce(opened_language, terms->>'locale', 'other') as language, opened_at is not null as opened, started_at is not null as started,
                   scanned_at is not null as scanned, started_at is not null and used_at is not null as connected, failure_reason,
                   greatest(0, extract(epoch from used_at - started_at))::int as seconds
              from pairing_links
             where id = any(@ids)),
        latest as (
            select link_id, {Key}, opened, started, scanned or connected as scanned, connected, case
                when not connected then failure_reason end as failure,
                   case when connected then seconds / width * width end as seconds
              from links
             cross join lateral (select (2 ^ greatest(0, floor(log(2.0, greatest(1, seconds))) - 6))::int as width) bucket),
        moves as (
            select 1 as sign, {Key}, opened, started, scanned, connected, failure, seconds from latest
            union all
            select -1, {Key}, opened, started, scanned, connected, failure, seconds from pairing_funnel_links
             where link_id = any(@ids)),
        funnel as (
            insert into pairing_funnel ({Key}, created, opened, started, scanned, connected, failed)
            select {Key}, sum(sign), sum(sign * opened::int), sum(sign * started::int), sum(sign * scanned::int),
                sum(sign * connected::int),
                   sum(sign * (failure is not null)::int)
              from moves group by {Key}
                on conflict ({Key}) do update
               set created = pairing_funnel.created + excluded.created, opened = pairing_funnel.opened + excluded.opened,
                   started = pairing_funnel.started + excluded.started, scanned = pairing_funnel.scanned + excluded.scanned,
                   connected = pairing_funnel.connected + excluded.connected, failed = pairing_funnel.failed + excluded.failed),
        failures as (
            insert into pairing_funnel_failures ({Key}, reason, links)
            select {Key}, failure, sum(sign) from moves where failure is not null group by {Key}, failure
                on conflict ({Key}, reason) do update set links = pairing_funnel_failures.links + excluded.links),
        times as (
            insert into pairing_funnel_times ({Key}, seconds, links)
            select {Key}, seconds, sum(sign) from moves where seconds is not null group by {Key}, seconds
                on conflict ({Key}, seconds) do update set links = pairing_funnel_times.links + excluded.links)
        insert into pairing_funnel_links (link_id, {Key}, opened, started, scanned, connected, failure, seconds)
        select link_id, {Key}, opened, started, scanned, connected, failure, seconds from latest
            on conflict (link_id) do update
           set device = excluded.device, method = excluded.method, language = excluded.language, opened = excluded.opened,
               started = excluded.started,
               scanned = excluded.scanned, connected = excluded.connected, failure = excluded.failure, seconds = excluded.seconds
        """;

    /// <summary>
    /// Two callers begin with the same oldest changes: the second waits for the rows of the first, and its next statement sees what that
    /// has committed.
    /// </summary>
    public async Task<int> Count(int atMost)
    {
        var connection = await transaction.Now();
        var changes = (await connection.QueryAsync<Guid>(new CommandDefinition(
            Take, new { atMost }, cancellationToken: transaction.CancellationToken))).AsList();
        await connection.ExecuteAsync(new CommandDefinition(
            Move, new { ids = changes.Distinct().ToArray() }, cancellationToken: transaction.CancellationToken));
        return changes.Count;
    }
}
