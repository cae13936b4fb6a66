using System.Text.Json;
using Dapper;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Instances;

internal sealed class InstanceRepository(Transaction transaction) : IInstances
{
    public void Add(Instance instance)
    {
        transaction.Made = new(instance.Id.ToString(), instance.Id.Value);
        transaction.Queue(
            """
            insert into numbers (id, tenant_id, number, name, provider, state, connected_number, connected_at, external_ref, metadata,
                created_at, updated_at)
            values (@id, @tenant, @number, @name, @provider, @state, @connectedNumber, @connectedAt, @externalRef, @metadata::jsonb, @now,
                @now)
            """,
            ("id", instance.Id.Value), ("tenant", instance.Tenant.Value), ("number", instance.Number.Digits), ("name", instance.Name.Value),
            ("provider", instance.Provider.ToString()), ("state", instance.State.ToString()),
            ("connectedNumber", instance.ConnectedNumber?.Digits), ("connectedAt", instance.ConnectedAt),
            ("externalRef", instance.Labels.ExternalRef),
            ("metadata", JsonSerializer.Serialize(instance.Labels.Metadata, InstanceJson.Default.IReadOnlyDictionaryStringString)),
            ("now", instance.CreatedAt));
    }

    public async Task<bool> Hold(NumberId id) =>
        await (await transaction.Now()).QuerySingleOrDefaultAsync<bool>(new CommandDefinition(
            "select true from numbers where id = @id and state in ('Close', 'Connecting') for update", new { id = id.Value },
            cancellationToken: transaction.CancellationToken));

    public Task<bool> Change(NumberId id, NumberChange change, DateTimeOffset now) => Decide(
        id,
        """
        update numbers
           set name = coalesce(@name, name), external_ref = case when @refers then @externalRef else external_ref end,
               metadata = coalesce(@metadata::jsonb, metadata), updated_at = @now
         where id = @id and state <> 'Removed'
        """,
        new
        {
            id = id.Value,
            name = DisplayName.Parse(change.Name.Value)?.Value,
            refers = change.ExternalRef.IsSent,
            externalRef = change.ExternalRef.Value,
            metadata = change.Metadata.IsSent
                ? JsonSerializer.Serialize(change.Metadata.Value ?? Labels.None.Metadata,
                    InstanceJson.Default.IReadOnlyDictionaryStringString) : null,
            now,
        });

    public Task<bool> BeginPairing(NumberId id, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Connecting', checked_at = @now, updated_at = @now
         where id = @id and state in ('Close', 'Connecting')
        """,
        new { id = id.Value, now });

    public Task<bool> Open(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Open', connected_number = @connectedNumber, connected_at = @now, checked_at = @now, missed_at = null,
            session_left = false, updated_at = @now
         where id = @id and state = 'Connecting'
        """,
        new { id = id.Value, connectedNumber = connectedNumber.Digits, now });

    public Task<bool> SwitchToMeta(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now) => Decide(
        id,
        """
        update numbers
           set provider = 'Meta', state = 'Open', connected_number = @connectedNumber, connected_at = @now, checked_at = @now,
               missed_at = null, session_left = false, updated_at = @now
         where id = @id and state in ('Close', 'Connecting')
        """,
        new { id = id.Value, connectedNumber = connectedNumber.Digits, now });

    public Task<bool> Renew(NumberId id, PhoneNumber connectedNumber, DateTimeOffset now) => Decide(
        id,
        """
        update numbers
           set state = 'Open', connected_number = @connectedNumber, connected_at = @now, checked_at = @now, missed_at = null,
               session_left = false, updated_at = @now
         where id = @id and provider = 'Meta' and state <> 'Removed'
        """,
        new { id = id.Value, connectedNumber = connectedNumber.Digits, now });

    public Task<bool> Reopen(NumberId id, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Open', connected_at = @now, checked_at = @now, session_left = false, updated_at = @now
         where id = @id and state = 'Close' and session_left
        """,
        new { id = id.Value, now });

    public Task<bool> Disconnect(NumberId id, DisconnectReason reason, DateTimeOffset? missedAt, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Close', last_disconnect_reason = @reason, last_disconnect_at = @now, checked_at = @now,
            missed_at = null, session_left = true, updated_at = @now
         where id = @id and state = 'Open' and (@missedAt::timestamptz is null or missed_at = @missedAt)
        """,
        new { id = id.Value, reason = reason.ToString(), missedAt, now });

    public void Miss(NumberId id, DateTimeOffset now) => transaction.Queue(
        "update numbers set missed_at = @now where id = @id and state = 'Open' and missed_at is null", ("id", id.Value), ("now", now));

    public Task<bool> StopPairing(NumberId id, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Close', updated_at = @now
         where id = @id and state = 'Connecting'
        """,
        new { id = id.Value, now });

    // Row by row in the order of ids: two who confirm the same numbers wait for each other instead of dead-locking.
    public void Confirm(IReadOnlyCollection<NumberId> numbers, DateTimeOffset seen) => transaction.Queue(
        """
        with due as (
            select id from numbers
             where id = any(@numbers) and state <> 'Removed' and (checked_at is null or checked_at <= @before or missed_at < @seen)
             order by id
               for no key update)
        update numbers set checked_at = @seen, missed_at = case when missed_at >= @seen then missed_at end
          from due
         where numbers.id = due.id
        """,
        ("numbers", numbers.Select(number => number.Value).ToArray()), ("seen", seen), ("before", seen - Instance.CheckedAnew));

    public Task<bool> Remove(NumberId id, DateTimeOffset now) => Decide(
        id,
        """
        update numbers set state = 'Removed', updated_at = @now
         where id = @id and state <> 'Removed'
        """,
        new { id = id.Value, now });

    /// <summary>The commit notifies the watchers of the number.</summary>
    private async Task<bool> Decide(NumberId id, string sql, object parameters)
    {
        var rows = await (await transaction.Now())
            .ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Pairing, id.Value);
        return rows == 1;
    }
}
