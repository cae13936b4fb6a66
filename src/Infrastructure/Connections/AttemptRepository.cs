using Dapper;
using Npgsql;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Connections;

internal sealed class AttemptRepository(Transaction transaction) : IAttempts
{
    public async Task<StoredAttempt?> Current(NumberId number)
    {
        var row = await (await transaction.Now()).QuerySingleOrDefaultAsync<AttemptRow>(new CommandDefinition(
            $"select {AttemptRow.Columns} from pairing_attempts where number_id = @number and ended_at is null for update",
            new { number = number.Value }, cancellationToken: transaction.CancellationToken));
        return row?.ToStored();
    }

    public async Task<AttemptTrace> LastOf(NumberId number) =>
        await (await transaction.Now()).QuerySingleOrDefaultAsync<AttemptTrace>(new CommandDefinition(
            """
            select sequence, case when phase = 'CoolingDown' then cooling_until end as cooling_until, method as cooled
              from pairing_attempts
             where number_id = @number
             order by started_at desc, sequence desc
             limit 1
            """,
            new { number = number.Value }, cancellationToken: transaction.CancellationToken));

    public void Add(PairingAttempt attempt)
    {
        transaction.Notify(Channels.Pairing, attempt.Number.Value);
        transaction.Queue(
            """
            insert into pairing_attempts (id, tenant_id, number_id, link_id, method, phase, needs_start, sequence, cooling_until,
                started_at, changed_at, ended_at)
            values (@id, @tenant, @number, @link, @method, @phase, @needsStart, @sequence, @coolingUntil, @startedAt, @changedAt, @endedAt)
            """,
            ("id", attempt.Id.Value), ("tenant", attempt.Tenant.Value), ("number", attempt.Number.Value), ("link", attempt.Link?.Value),
            ("method", attempt.Method?.ToString()),
            ("phase", attempt.Phase.ToString()), ("needsStart", attempt.NeedsStart), ("sequence", attempt.Sequence),
            ("coolingUntil", attempt.CoolingUntil), ("startedAt", attempt.StartedAt), ("changedAt", attempt.ChangedAt),
            ("endedAt", attempt.EndedAt));
    }

    public async Task<bool> Save(StoredAttempt stored)
    {
        var attempt = stored.Attempt;
        var rows = await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            update pairing_attempts
               set method = @method, phase = @phase, needs_start = @needsStart, qr_payload = @qrPayload, qr_expires_at = @qrExpiresAt,
                   code = @code, code_expires_at = @codeExpiresAt,
                   sequence = @sequence, cooling_until = @coolingUntil, failure_code = @failureCode, started_at = @startedAt,
                   changed_at = @changedAt, ended_at = @endedAt, version = version + 1
             where id = @id and version = @version
            """,
            new
            {
                id = attempt.Id.Value,
                version = stored.Version,
                method = attempt.Method?.ToString(),
                phase = attempt.Phase.ToString(),
                needsStart = attempt.NeedsStart,
                qrPayload = attempt.Artifacts.Qr?.Payload,
                qrExpiresAt = attempt.Artifacts.Qr?.ExpiresAt,
                code = attempt.Artifacts.Code?.Code.Characters,
                codeExpiresAt = attempt.Artifacts.Code?.ExpiresAt,
                sequence = attempt.Sequence,
                coolingUntil = attempt.CoolingUntil,
                failureCode = attempt.Failure,
                startedAt = attempt.StartedAt,
                changedAt = attempt.ChangedAt,
                endedAt = attempt.EndedAt,
            },
            cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Pairing, attempt.Number.Value);
        if (rows == 1 && attempt.Entered(attempt.Phase))
            Measure(attempt);
        return rows == 1;
    }

    private static void Measure(PairingAttempt attempt)
    {
        Meters.Entered(attempt.Phase.ToString());
        if (attempt.Phase == PairingPhase.Connected && attempt.EndedAt is { } connected)
            Meters.Paired(connected - attempt.StartedAt);
    }

    public async Task<int> Reopen(IReadOnlyCollection<AttemptId> ids)
    {
        // Its failure code stays: it still says why it ended.
        var numbers = (await (await transaction.Now()).QueryAsync<Guid>(new CommandDefinition(
            """
            update pairing_attempts set phase = 'Ready', version = version + 1
             where id = any(@ids) and phase = 'GatewayUnavailable' and ended_at is not null
            returning number_id
            """,
            new { ids = ids.Select(id => id.Value).ToArray() }, cancellationToken: transaction.CancellationToken))).ToList();
        foreach (var number in numbers)
            transaction.Notify(Channels.Pairing, number);
        return numbers.Count;
    }

    public void CallWatcher(NumberId number) => transaction.Notify(Channels.Watch, number.Value);
}

internal sealed class AttemptQueries(NpgsqlDataSource database) : IAttemptQueries
{
    /// <summary>Ids begin with the time, and an attempt is renewed at most until its link ends; few last longer than this.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromHours(1);

    public async Task<StoredAttempt?> Current(NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<AttemptRow>(new CommandDefinition(
            $"select {AttemptRow.Columns} from pairing_attempts where number_id = @number and ended_at is null",
            new { number = number.Value }, cancellationToken: cancellationToken));
        return row?.ToStored();
    }

    public async Task<IReadOnlyList<GivenUpAttempt>> GivenUp(DateTimeOffset since, CancellationToken cancellationToken) =>
        [.. (await database.Query<GivenUpRow>(
            """
            select id, tenant_id
              from pairing_attempts attempt
             where failure_code in ('GATEWAY_UNAVAILABLE', 'GATEWAY_NOT_ACTIVATED') and phase = 'GatewayUnavailable'
               and ended_at >= @since and id >= @oldest
               and not exists (select from pairing_attempts later
                                where later.number_id = attempt.number_id and later.started_at > attempt.started_at)
            """,
            new { since, oldest = Guid.CreateVersion7(since - LongestAttempt) }, cancellationToken)).Select(row =>
            new GivenUpAttempt(new(row.Id), new(row.TenantId)))];

    private sealed record GivenUpRow(Guid Id, Guid TenantId);
}
