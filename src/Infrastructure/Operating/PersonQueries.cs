using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Operating;

internal sealed class PersonQueries(NpgsqlDataSource database) : IPersonQueries
{
    /// <summary>What people write between digits.</summary>
    private const string Punctuation = "[ .()/-]*";

    public async Task<IReadOnlyList<NumberId>> Numbers(PhoneNumber phone, CancellationToken cancellationToken) =>
        [.. (await database.Query<Guid>(
            "select id from numbers where number = any(@forms) or connected_number = any(@forms) order by id",
            new { forms = phone.Forms.ToArray() }, cancellationToken)).Select(id => new NumberId(id))];

    public async Task<string> Export(
        IReadOnlyCollection<NumberId> numbers, PhoneNumber phone, CancellationToken cancellationToken) =>
        (await database.Query<string>(
            """
            with link as (
                select id, number_id, status, terms, external_ref, metadata, created_at, expires_at, opened_at, started_at, used_at,
                       opened_device, opened_language
                  from pairing_links where number_id = any(@numbers)),
            happened as (
                select id, type, body, created_at from events
                 where number_id = any(@numbers) or link_id in (select id from link))
            select jsonb_pretty(jsonb_build_object(
                'number', @number::text,
                'numbers', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select id, number, connected_number, name, provider, state, external_ref, metadata, connected_at, last_disconnect_reason,
                           last_disconnect_at, created_at, updated_at
                      from numbers where id = any(@numbers) order by id) own),
                'links', (select coalesce(jsonb_agg(to_jsonb(link)), '[]') from link),
                'attempts', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select id, number_id, link_id, method, phase, failure_code, started_at, ended_at from pairing_attempts
                     where number_id = any(@numbers) order by id) own),
                'starts', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select phone, method, started_at from pairing_starts where phone = @same order by started_at) own),
                'messages', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select id, link_id, recipient, template_name, template_language, status, code, created_at, settled_at from message_sends
                     where link_id in (select id from link) or recipient = @same order by id) own),
                'events', (select coalesce(jsonb_agg(jsonb_build_object(
                    'id', id, 'type', type, 'at', created_at, 'body', body::jsonb) order by id), '[]') from happened),
                'deliveries', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select event_id, event_type, endpoint_id, attempt, succeeded, status_code, response, created_at from delivery_attempts
                     where event_id in (select id from happened) order by id) own),
                'meta', (select coalesce(jsonb_agg(to_jsonb(own)), '[]') from (
                    select number_id, phone_number_id, waba_id, verified_name, status, quality_rating from meta_credentials
                     where number_id = any(@numbers) order by number_id) own)))
            """,
            new { numbers = numbers.Select(number => number.Value).ToArray(), number = phone.E164, same = phone.Same },
            cancellationToken))[0];

    public async Task<IReadOnlyList<PersonTrace>> Traces(PhoneNumber phone, CancellationToken cancellationToken)
    {
        // Names of tables and columns cannot be parameters: the catalogue quotes them.
        var searches = await database.Query<(string Place, string Sql)>(
            """
            select held.table_name || '.' || held.column_name as place,
                   format('select count(*) from %I.%I where %I::text ~ @pattern', held.table_schema, held.table_name, held.column_name) as sql
              from information_schema.columns held
              join information_schema.tables kind on kind.table_schema = held.table_schema and kind.table_name = held.table_name
             where held.table_schema in ('public', 'jobs') and kind.table_type = 'BASE TABLE'
                   and held.data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY')
             order by place
            """,
            null, cancellationToken);
        var found = new List<PersonTrace>();
        foreach (var (place, sql) in searches)
        {
            if ((await database.Query<long>(sql, new { pattern = Pattern(phone) }, cancellationToken))[0] is > 0 and var rows)
                found.Add(new(place, rows));
        }

        return found;
    }

    private static string Pattern(PhoneNumber phone) =>
        $"(?<![0-9])({string.Join('|', phone.Forms.Select(form => string.Join(Punctuation, form.ToCharArray())))})(?![0-9])";
}
