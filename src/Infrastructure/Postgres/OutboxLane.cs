using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>A row of the outbox that somebody took; every statement that finishes it names the lease.</summary>
internal sealed record OwedRow(Guid Id, Guid LeaseId, Guid TenantId, string? Payload, int Attempt);

/// <param name="Kind">Of the rows.</param>
/// <param name="Channel">Tells that there may be one.</param>
/// <param name="InFlight">So many at once, so that a slow gateway holds up nobody else's.</param>
/// <param name="Lease">Longer than the work may take: a dead worker's row is taken by another when it ends.</param>
/// <param name="Poll">How often it looks without being told.</param>
internal sealed record OutboxLaneTerms(string Kind, string Channel, int InFlight, TimeSpan Lease, TimeSpan Poll);

/// <summary>Takes the rows of one kind, the longest due first, under a lease by the database's clock. What one number is owed is paid one after the other.</summary>
internal sealed class OutboxLane(OutboxLaneTerms terms, NpgsqlDataSource database, PostgresListener listener, TimeProvider clock)
{
    /// <param name="work">Handles its own troubles; what it throws only ends the row's turn.</param>
    /// <param name="failed">A round came to nothing because of this.</param>
    public async Task Run(Func<OwedRow, Task> work, Action<Exception> failed, CancellationToken stopping)
    {
        using var wanted = new SemaphoreSlim(1);
        using var slots = new SemaphoreSlim(terms.InFlight);
        using var subscription = listener.Subscribe(terms.Channel, _ => wanted.Release(), () => wanted.Release());
        var underWay = new List<Task>();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    while (await Next(slots, stopping) is { } row)
                    {
                        underWay.RemoveAll(task => task.IsCompleted);
                        underWay.Add(Follow(row));
                    }
                }
                catch (Exception trouble) when (trouble is not OperationCanceledException)
                {
                    failed(trouble);
                }

                await wanted.WaitAsync(terms.Poll, stopping);
            }
        }
        finally
        {
            // A call that began is not cut off: nobody would know how it ended.
            await Task.WhenAll(underWay);
        }

        async Task Follow(OwedRow row)
        {
            try
            {
                await work(row);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The row is taken again when its lease ends.
            }
            catch (Exception trouble)
            {
                failed(trouble);
            }
            finally
            {
                slots.Release();
                wanted.Release();
            }
        }
    }

    private async Task<OwedRow?> Next(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        OwedRow? row = null;
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            row = await connection.QuerySingleOrDefaultAsync<OwedRow>(new CommandDefinition(
                """
                update outbox set lease_id = @lease, lease_until = now() + @seconds * interval '1 second', attempt = attempt + 1
                 where id = (
                       select owed.id from outbox owed
                        where owed.kind = @kind and owed.run_at <= now() and (owed.lease_until is null or owed.lease_until <= now())
                          and not exists (
                              select from outbox other
                               where other.kind = @kind and other.lease_until > now() and other.payload->>'number' = owed.payload->>'number')
                        order by owed.run_at
                        limit 1
                          for update skip locked)
                returning id, lease_id, tenant_id, payload::text as payload, attempt
                """,
                new { lease = Guid.CreateVersion7(clock.GetUtcNow()), kind = terms.Kind, seconds = terms.Lease.TotalSeconds }, cancellationToken: cancellationToken));
            return row;
        }
        finally
        {
            if (row is null)
                slots.Release();
        }
    }
}
