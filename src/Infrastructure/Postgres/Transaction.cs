using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>
/// The database side of a unit of work. Statements that decide something run at once, in a transaction begun by the first of them;
/// the others wait and go out in one round trip with the commit. A unit of only such statements needs no transaction of its own:
/// the server runs a batch as one.
/// </summary>
internal sealed class Transaction(
    NpgsqlConnection connection, PostgresListener listener, PendingSignals signals, IdempotencyClaim? claim, CommittedWork committed,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly List<NpgsqlBatchCommand> _queued = [];
    private readonly List<(string Channel, string Payload)> _notifications = [];
    private readonly List<PendingWork> _pending = [];
    private NpgsqlTransaction? _begun;
    private bool _returnsSignals;

    /// <summary>What this unit of work makes: the answer of a request that dies after the commit is made again from it.</summary>
    public MadeResource? Made { get; set; }

    public CancellationToken CancellationToken => cancellationToken;

    public async Task<NpgsqlConnection> Now()
    {
        _begun ??= await connection.BeginTransactionAsync(cancellationToken);
        return connection;
    }

    public void Queue(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        _queued.Add(command);
    }

    /// <summary>Has the work done after the commit: by this process if it has workers, else by whichever has.</summary>
    public void Signal(WorkKind kind, Guid id)
    {
        var work = new PendingWork(kind, id);
        if (signals.HasWorkers)
            _pending.Add(work);
        else
            Queue("select pg_notify(@channel, @payload)", ("channel", Channels.Pending), ("payload", work.ToString()));
    }

    /// <summary>
    /// As <see cref="Queue"/>; the statement returns ids to <see cref="Signal"/> as its only column, named as their <see cref="WorkKind"/>.
    /// Where <c>@notify</c> is true it notifies the processes that have workers itself.
    /// </summary>
    public void QueueSignalling(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        Queue(sql, parameters);
        _queued[^1].Parameters.AddWithValue("notify", !signals.HasWorkers);
        _returnsSignals = true;
    }

    /// <summary>Notifies every node with the commit; this one before the caller continues, so that it always reads its own write.</summary>
    public void Notify(string channel, Guid subject)
    {
        var notification = (channel, subject.ToString());
        if (_notifications.Contains(notification))
            return;
        Queue("select pg_notify(@channel, @payload)", ("channel", channel), ("payload", notification.Item2));
        _notifications.Add(notification);
    }

    public async Task Commit(CancellationToken commitToken)
    {
        if (claim is not null)
        {
            // Whether the claim is still ours is known before the commit.
            await Now();
            Queue(
                """
                update idempotency_keys
                   set state = 'Committed', resource = coalesce(resource, @resource), resource_id = coalesce(resource_id, @resourceId),
                       outcomes = coalesce(outcomes, @outcomes::jsonb), claimed_until = now() + interval '20 seconds'
                 where tenant_id = @tenant and key = @key and id = @id
                """,
                ("resource", Made?.Name), ("resourceId", Made?.Id), ("outcomes", Made?.Outcomes), ("tenant", claim.Tenant.Value),
                ("key", claim.Key), ("id", claim.Id));
        }

        if (_queued.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, _begun);
            foreach (var command in _queued)
                batch.BatchCommands.Add(command);
            if (_returnsSignals)
                await Execute(batch, commitToken);
            else
                await batch.ExecuteNonQueryAsync(commitToken);
            if (claim is not null && _queued[^1].RecordsAffected == 0)
                throw new IdempotencyClaimLostException();
            _queued.Clear();
        }

        if (_begun is not null)
            await _begun.CommitAsync(commitToken);
        committed.Count++;
        foreach (var (channel, payload) in _notifications)
            listener.Notify(channel, payload);
        _notifications.Clear();
        foreach (var work in _pending)
            signals.Signal(work);
        _pending.Clear();
    }

    private async Task Execute(NpgsqlBatch batch, CancellationToken commitToken)
    {
        await using var results = await batch.ExecuteReaderAsync(commitToken);
        do
        {
            if (results.FieldCount != 1 || !Enum.TryParse<WorkKind>(results.GetName(0), ignoreCase: true, out var kind))
                continue;
            while (await results.ReadAsync(commitToken))
                _pending.Add(new(kind, results.GetGuid(0)));
        }
        while (await results.NextResultAsync(commitToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (_begun is not null)
            await _begun.DisposeAsync();
        await connection.DisposeAsync();
    }
}
