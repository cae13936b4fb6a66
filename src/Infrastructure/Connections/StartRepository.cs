using Dapper;
using Npgsql;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Connections;

internal sealed class StartRepository(Transaction transaction, PairingBudget budget) : IPairingStarts
{
    private const string FullUntilThen =
        """
        with full_until as (
            (select started_at + @quarterHour as at
               from pairing_starts
              where phone = any(@forms) and method = @method and started_at > @now - @quarterHour
              order by started_at desc offset @perQuarterHour - 1 limit 1)
            union all
            (select started_at + @day
               from pairing_starts
              where phone = any(@forms) and method = @method and started_at > @now - @day
              order by started_at desc offset @perDay - 1 limit 1))
        """;

    public async Task<DateTimeOffset?> Take(PhoneNumber phone, PairingMethod method, AttemptId attempt, DateTimeOffset now)
    {
        var connection = await transaction.Now();
        // A statement of its own: the next one must see what the previous holder of the phone's lock has committed.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('pairing ' || @phone, 0))", new { phone = phone.Same },
            cancellationToken: transaction.CancellationToken));
        return await connection.QuerySingleAsync<DateTimeOffset?>(new CommandDefinition(
            $"""
            {FullUntilThen},
            counted as (
                insert into pairing_starts (phone, method, attempt_id, started_at)
                select @phone, @method, @attempt, @now
                 where not exists (select from full_until))
            select max(at) from full_until
            """,
            Asked(phone, method, now, attempt),
            cancellationToken: transaction.CancellationToken));
    }

    public async Task<DateTimeOffset?> FullUntil(PhoneNumber phone, PairingMethod method, DateTimeOffset now) =>
        await (await transaction.Now()).QuerySingleAsync<DateTimeOffset?>(new CommandDefinition(
            $"{FullUntilThen} select max(at) from full_until", Asked(phone, method, now),
            cancellationToken: transaction.CancellationToken));

    public void GiveBack(PhoneNumber phone, AttemptId attempt, DateTimeOffset startedAt) => transaction.Queue(
        "delete from pairing_starts where phone = @phone and attempt_id = @attempt and started_at = @startedAt",
        ("phone", phone.Digits), ("attempt", attempt.Value), ("startedAt", startedAt));

    private object Asked(PhoneNumber phone, PairingMethod method, DateTimeOffset now, AttemptId? attempt = null) => new
    {
        phone = phone.Digits,
        // WhatsApp counts the phone, however a link writes it.
        forms = phone.Forms,
        method = method.ToString(),
        attempt = attempt?.Value,
        now,
        quarterHour = PairingBudget.QuarterHour,
        day = PairingBudget.Day,
        perQuarterHour = budget.PerQuarterHour,
        perDay = budget.PerDay,
    };
}

internal sealed class PairingHistory(NpgsqlDataSource database) : IPairingHistory
{
    public async Task Purge(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "delete from pairing_starts where started_at <= @before", new { before }, cancellationToken: cancellationToken));
    }
}
