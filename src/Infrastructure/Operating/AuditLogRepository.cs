using Dapper;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Operating;

internal sealed class AuditLogRepository(Transaction transaction) : IAuditLog
{
    private const long SignInTurn = 0x5069_6c6f_7453_6967;
    private const string SignedIn = nameof(AuditAction.SignedIn);

    public void Add(AuditEntry entry) => transaction.Queue(
        """
        insert into audit_log (id, at, actor, role, action, subject, detail, address, session)
        values (@id, @at, @actor, @role, @action, @subject, @detail, @address, @session)
        """,
        ("id", Guid.CreateVersion7(entry.At)), ("at", entry.At), ("actor", entry.Actor), ("role", entry.Role?.ToString()),
        ("action", entry.Action.ToString()),
        ("subject", entry.Subject), ("detail", entry.Detail), ("address", entry.Address), ("session", entry.Session));

    public async Task<FailedSignIns> FailedSignIns(string actor, string address, Guid? browser, DateTimeOffset now)
    {
        var connection = await transaction.Now();
        // A statement of its own: the next one sees what those before it in the queue have committed.
        await connection.ExecuteAsync(
            new CommandDefinition(
                "select pg_advisory_xact_lock(@turn)", new { turn = SignInTurn }, cancellationToken: transaction.CancellationToken));
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select at, actor, action, address, session from audit_log
             where action in ('SignedIn', 'SignInFailed') and at > @since and (actor = @actor or address = @address)
             order by at desc, id desc
            """,
            new { since = now - SignInLimits.Window, actor, address }, cancellationToken: transaction.CancellationToken))).AsList();
        var isKnownAddress = await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from audit_log where action = 'SignedIn' and at > @since and actor = @actor and address = @address)",
            new { since = now - SignInLimits.AddressKnownFor, actor, address }, cancellationToken: transaction.CancellationToken));
        var strangers = rows.Where(row => row.Action == SignedIn || row.Session is null).ToList();
        return new(
            browser is null ? null : SinceSuccess(rows.Where(row => row.Session == browser)),
            SinceSuccess(strangers.Where(row => row.Address == address)), SinceSuccess(strangers.Where(row => row.Actor == actor)),
            isKnownAddress);
    }

    private static DateTimeOffset[] SinceSuccess(IEnumerable<Row> rows) =>
        [.. rows.TakeWhile(row => row.Action != SignedIn).Select(row => row.At)];

    private sealed record Row(DateTimeOffset At, string Actor, string Action, string Address, Guid? Session);
}
