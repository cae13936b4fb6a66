using Dapper;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// Deletes a person's rows from the tables of all modules, in one transaction. What refers to a row goes before it. Sums of the funnel
/// stay: they name nobody.
/// </summary>
internal sealed class PersonRepository(Transaction transaction) : IPersons
{
    public async Task<PersonRows> Erase(IReadOnlyCollection<NumberId> numbers, PhoneNumber phone)
    {
        var person = new { numbers = numbers.Select(number => number.Value).ToArray(), same = phone.Same, forms = phone.Forms.ToArray() };
        var connection = await transaction.Now();
        var links = (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select id from pairing_links where number_id = any(@numbers) for update", person,
            cancellationToken: transaction.CancellationToken))).ToArray();
        var all = new { person.numbers, person.same, person.forms, links };

        var messages = await Count("""
            with gone as (
                delete from message_sends where link_id = any(@links) or recipient = @same
                returning id),
            pending as (
                delete from outbox using gone where outbox.id = gone.id)
            select count(*)::int from gone
            """);
        var deliveries = await Delete("""
            with happened as (
                select id from events where number_id = any(@numbers) or link_id = any(@links)),
            pending as (
                delete from outbox using happened where outbox.event_id = happened.id),
            own as (
                delete from outbox using webhook_endpoints endpoint
                 where outbox.endpoint_id = endpoint.id and endpoint.number_id = any(@numbers) and endpoint.more_number_ids <@ @numbers)
            delete from delivery_attempts using happened where delivery_attempts.event_id = happened.id
            """);
        var events = await Delete("delete from events where number_id = any(@numbers) or link_id = any(@links)");
        var attempts = await Delete("delete from pairing_attempts where number_id = any(@numbers) or link_id = any(@links)");
        var others = await Count("""
            with sequences as (
                delete from event_sequences where subject_id = any(@numbers || @links)
                returning 1),
            answers as (
                delete from idempotency_keys where resource_id = any(@numbers || @links)
                returning 1),
            templates as (
                delete from templates where sender_id = any(@numbers)
                returning 1),
            endpoints as (
                delete from webhook_endpoints where number_id = any(@numbers) and more_number_ids <@ @numbers
                returning 1),
            shared as (
                update webhook_endpoints
                   set number_id = kept.ids[1], more_number_ids = kept.ids[2:]
                  from (select id, array(select one from unnest(number_id || more_number_ids) with ordinality as listed (one, place)
                                          where one <> all(@numbers) order by place) as ids
                          from webhook_endpoints where number_id || more_number_ids && @numbers) kept
                 where webhook_endpoints.id = kept.id and kept.ids <> '{}'
                returning 1),
            completions as (
                delete from meta_completions where link_id = any(@links)
                returning 1),
            credentials as (
                delete from meta_credentials where number_id = any(@numbers)
                returning 1),
            starts as (
                delete from pairing_starts where phone = @same
                returning 1),
            simulated as (
                delete from simulator_messages where recipient = any(@forms)
                returning 1),
            phones as (
                update simulator_sessions set linked_phone = null where linked_phone = any(@forms)
                returning 1),
            owners as (
                update evolution_sessions set owner = null where owner = any(@forms)
                returning 1)
            select ((select count(*) from sequences) + (select count(*) from answers) + (select count(*) from templates)
                + (select count(*) from endpoints) + (select count(*) from shared) + (select count(*) from completions) + (select count(*) from credentials)
                + (select count(*) from starts) + (select count(*) from simulated) + (select count(*) from phones)
                + (select count(*) from owners))::int
            """);
        await Delete("delete from api_key_moves where link_id = any(@links)");
        var deletedLinks = await Delete("delete from pairing_links where id = any(@links)");
        var deletedNumbers = await Delete("delete from numbers where id = any(@numbers)");
        return new(deletedNumbers, deletedLinks, attempts, messages, events, deliveries, others);

        Task<int> Delete(string sql) => connection.ExecuteAsync(Command(sql));

        Task<int> Count(string sql) => connection.QuerySingleAsync<int>(Command(sql));

        CommandDefinition Command(string sql) => new(sql, all, cancellationToken: transaction.CancellationToken);
    }
}
