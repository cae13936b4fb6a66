using System.Text.Json;
using Dapper;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Links;

internal sealed class LinkRepository(Transaction transaction, Envelopes envelopes) : ILinks
{
    public static readonly EnvelopeTable Secrets = new("pairing_links", "id", "token_envelope");

    public void Add(PairingLink link, PairingToken token)
    {
        transaction.Made = new(link.Id.ToString(), link.Id.Value);
        transaction.Queue(
            """
            insert into pairing_links (id, tenant_id, number_id, provider, meta_flow, token_hash, token_envelope, status, terms,
                external_ref, metadata, created_at, expires_at)
            values (@id, @tenant, @number, @provider, @metaFlow, @tokenHash, @tokenEnvelope, 'Active', @terms::jsonb, @externalRef,
                @metadata::jsonb, @createdAt, @expiresAt)
            """,
            ("id", link.Id.Value), ("tenant", link.Tenant.Value), ("number", link.Number?.Value), ("provider", link.Provider.ToString()),
            ("metaFlow", link.MetaFlow?.ToString()),
            ("tokenHash", link.TokenHash.ToArray()), ("tokenEnvelope", envelopes.Seal(PlaceOf(link), token.Value)),
            ("terms", JsonSerializer.Serialize(link.Terms, LinkJson.Default.LinkTerms)), ("externalRef", link.Labels.ExternalRef),
            ("metadata", JsonSerializer.Serialize(link.Labels.Metadata, LinkJson.Default.IReadOnlyDictionaryStringString)),
            ("createdAt", link.CreatedAt), ("expiresAt", link.ExpiresAt));
    }

    public void AddOutcomes(LinkId first, string outcomes) => transaction.Made = new(first.ToString(), first.Value, outcomes);

    public async Task<LinkTouch?> Touch(LinkId link, LinkActivity activity, DateTimeOffset now, PairingMethod? method) =>
        await (await transaction.Now()).QuerySingleOrDefaultAsync<LinkTouch>(new CommandDefinition(
            """
            with before as (select id, opened_at, started_at from pairing_links where id = @id and status = 'Active' for update)
            update pairing_links link
               set opened_at = coalesce(link.opened_at, @now), last_activity_at = @now,
                   opens = link.opens + case when @activity = 'Opened' then 1 else 0 end,
                   meta_phase = case when @activity = 'Started' then null else link.meta_phase end,
                   started_at = case when @activity = 'Opened' then link.started_at else coalesce(link.started_at, @now) end,
                   scanned_at = case when @activity = 'Scanned' then coalesce(link.scanned_at, @now) else link.scanned_at end,
                   started_method = coalesce(@method, link.started_method)
              from before
             where link.id = before.id
            returning before.opened_at is null as first_opened, before.started_at is null as first_started
            """,
            new { id = link.Value, activity = activity.ToString(), now, method = method?.ToString() },
            cancellationToken: transaction.CancellationToken));

    public void NoteVisitor(LinkId link, PageVisitor visitor) => transaction.Queue(
        "update pairing_links set opened_device = @device, opened_in_app = @inApp, opened_language = @language where id = @id",
        ("id", link.Value), ("device", visitor.Device.ToString()), ("inApp", visitor.InApp), ("language", visitor.Language));

    public void NoteTap(LinkId link, bool returned, DateTimeOffset now) => transaction.Queue(
        """
        update pairing_links
           set tapped_at = coalesce(tapped_at, @now), tap_returned_at = case
               when @returned then coalesce(tap_returned_at, @now) else tap_returned_at end, last_activity_at = @now
         where id = @id and status = 'Active'
        """,
        ("id", link.Value), ("returned", returned), ("now", now));

    public void NoteMessage(LinkId link, string message, DateTimeOffset now) => transaction.Queue(
        "update pairing_links set phone_message = @message, last_activity_at = @now where id = @id", ("id", link.Value),
        ("message", message), ("now", now));

    public void NoteFailure(LinkId link, string reason, DateTimeOffset now) => transaction.Queue(
        "update pairing_links set failure_reason = @reason, failure_detail = null, last_activity_at = @now where id = @id",
        ("id", link.Value), ("reason", reason), ("now", now));

    public void Step(PairingLink link, MetaStep step)
    {
        transaction.Queue(
            "update pairing_links set meta_phase = @phase, meta_phase_at = @at, last_activity_at = @at where id = @id and status = "
                + "'Active'",
            ("id", link.Id.Value), ("phase", step.Phase.ToString()), ("at", step.At));
        NotifyOf(link);
    }

    public async Task<bool> LeaveMeta(PairingLink link, string reason, string? detail, DateTimeOffset now)
    {
        NotifyOf(link);
        return await Decide(
            """
            update pairing_links set meta_phase = null, failure_reason = @reason, failure_detail = @detail, last_activity_at = @now
             where id = @id and status = 'Active' and (meta_phase is not null or failure_reason is distinct from @reason)
            """,
            new { id = link.Id.Value, reason, detail, now });
    }

    public async Task<bool> Spend(PairingLink link, DateTimeOffset now)
    {
        NotifyOf(link);
        return await Decide(
            """
            update pairing_links set status = 'Used', used_at = @now, token_envelope = null, meta_phase = null
             where id = @id and status = 'Active' and token_hash = @hash
            """,
            new { id = link.Id.Value, hash = link.TokenHash.ToArray(), now });
    }

    public void Attach(LinkId link, NumberId number) => transaction.Queue(
        "update pairing_links set number_id = @number where id = @id", ("id", link.Value), ("number", number.Value));

    public Task<bool> RequestRenewal(LinkId link, DateTimeOffset now) => Decide(
        "update pairing_links set renewal_requested_at = @now where id = @id and renewal_requested_at is null",
        new { id = link.Value, now });

    public async Task<bool> Revoke(LinkId link)
    {
        const string sql = "update pairing_links set status = 'Revoked', token_envelope = null where id = @id and status in ('Active', 'Expired')";
        transaction.Notify(Channels.Pairing, await TopicOf(link));
        return await Decide(sql, new { id = link.Value });
    }

    public async Task<bool> Rotate(PairingLink link, PairingToken token, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        transaction.Made = new(link.Id.ToString(), link.Id.Value);
        transaction.Notify(Channels.Pairing, await TopicOf(link.Id));
        return await Decide(
            """
            update pairing_links set token_hash = @hash, token_envelope = @envelope, rotated_at = @now, expires_at = @expiresAt,
                status = 'Active', renewal_requested_at = null
             where id = @id and status in ('Active', 'Expired')
            """,
            new
            {
                id = link.Id.Value,
                hash = token.Hash().ToArray(),
                envelope = envelopes.Seal(PlaceOf(link), token.Value),
                now,
                expiresAt
            });
    }

    public async Task<bool> Change(LinkId link, LinkChange change)
    {
        transaction.Notify(Channels.Pairing, await TopicOf(link));
        return await Decide(
            """
            update pairing_links
               set terms = terms || @terms::jsonb, metadata = coalesce(@metadata::jsonb, metadata), expires_at = coalesce(@end, expires_at),
                   status = case when @end::timestamptz is null then status else 'Active' end,
                   renewal_requested_at = case when @end::timestamptz is null then renewal_requested_at end
             where id = @id and status in ('Active', 'Expired')
            """,
            new
            {
                id = link.Value,
                terms = ChangedTerms.Of(change).ToJsonString(),
                metadata = change.Metadata.IsSent
                    ? JsonSerializer.Serialize(change.Metadata.Value ?? Labels.None.Metadata,
                        LinkJson.Default.IReadOnlyDictionaryStringString) : null,
                end = change.ExpiresAt.Value,
            });
    }

    public async Task<IReadOnlyList<PairingLink>> AbandonDue(DateTimeOffset quietSince, DateTimeOffset now, int atMost)
    {
        var rows = await (await transaction.Now()).QueryAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set abandoned_at = @now
             where id in (
                   select id from pairing_links
                    where status = 'Active' and started_at is not null and abandoned_at is null and last_activity_at <= @quietSince
                    limit @atMost
                      for update skip locked)
            returning {LinkRow.Columns}
            """,
            new { quietSince, now, atMost }, cancellationToken: transaction.CancellationToken));
        return [.. rows.Select(row => row.ToLink())];
    }

    public void SpendAll(NumberId number, DateTimeOffset now) => transaction.Queue(
        """
        update pairing_links set status = 'Used', used_at = @now, token_envelope = null
         where number_id = @number and status = 'Active'
        """,
        ("number", number.Value), ("now", now));

    public async Task<IReadOnlyList<PairingLink>> ExpireDue(DateTimeOffset now, int atMost)
    {
        var rows = await (await transaction.Now()).QueryAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set status = 'Expired', token_envelope = null
             where id in (select id from pairing_links where status = 'Active' and expires_at <= @now
                 order by expires_at limit @atMost for update skip locked)
            returning {LinkRow.Columns}
            """,
            new { now, atMost }, cancellationToken: transaction.CancellationToken));
        return [.. rows.Select(row => row.ToLink())];
    }

    public async Task<PairingLink?> Expire(LinkId link, DateTimeOffset now)
    {
        transaction.Notify(Channels.Pairing, await TopicOf(link));
        var row = await (await transaction.Now()).QuerySingleOrDefaultAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set status = 'Expired', expires_at = least(expires_at, @now), token_envelope = null
             where id = @id and status = 'Active'
            returning {LinkRow.Columns}
            """,
            new { id = link.Value, now }, cancellationToken: transaction.CancellationToken));
        return row?.ToLink();
    }

    public async Task<IReadOnlyList<PairingLink>> RevokeAll(NumberId number, DateTimeOffset now)
    {
        var rows = await (await transaction.Now()).QueryAsync<LinkRow>(new CommandDefinition(
            $"""
            update pairing_links set status = 'Revoked', token_envelope = null
             where number_id = @number and status in ('Active', 'Expired')
            returning {LinkRow.Columns}
            """,
            new { number = number.Value }, cancellationToken: transaction.CancellationToken));
        return [.. rows.Select(row => row.ToLink()).Where(link => link.ExpiresAt > now)];
    }

    private async Task<bool> Decide(string sql, object parameters) =>
        await (await transaction.Now())
            .ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: transaction.CancellationToken)) == 1;

    private async Task<Guid> TopicOf(LinkId link) =>
        await (await transaction.Now()).QuerySingleAsync<Guid>(new CommandDefinition(
            "select coalesce(number_id, id) from pairing_links where id = @id", new { id = link.Value },
            cancellationToken: transaction.CancellationToken));

    /// <summary>For those who read the link just before.</summary>
    private void NotifyOf(PairingLink link) => transaction.Notify(Channels.Pairing, link.Number?.Value ?? link.Id.Value);

    private static EnvelopePlace PlaceOf(PairingLink link) => Secrets.Place(link.Id.Value, link.Tenant.Value);
}
