using Dapper;
using Npgsql;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Meta;

internal sealed class MetaNumberRepository(Transaction transaction, Envelopes envelopes) : IMetaNumbers
{
    public static readonly EnvelopeTable Secrets = new("meta_credentials", "number_id", "token_envelope", "pin_envelope");

    /// <summary>Locked by what it is called, since there may be no row yet.</summary>
    public async Task<NumberId?> Hold(TenantId tenant, MetaId number)
    {
        var connection = await transaction.Now();
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('meta ' || @tenant::text || ' ' || @number, 0))",
            new { tenant = tenant.Value, number = number.Value }, cancellationToken: transaction.CancellationToken));
        return await MetaNumberQueries.Find(connection, tenant, number, transaction.CancellationToken);
    }

    public void Put(Instance instance, MetaAccess access, DateTimeOffset now)
    {
        var place = Secrets.Place(instance.Id.Value, instance.Tenant.Value);
        var reported = access.Number;
        transaction.Queue(
            """
            insert into meta_credentials (
                number_id, tenant_id, phone_number_id, waba_id, token_envelope, token_ends_at, pin_envelope, verified_name, status,
                quality_rating, messaging_limit_tier, on_business_app, asked_at)
            values (@number, @tenant, @phoneNumberId, @account, @token, @tokenEndsAt, @pin, @verifiedName, @status, @quality, @tier,
                @onBusinessApp, @now)
            on conflict (number_id) do update
               set phone_number_id = excluded.phone_number_id, waba_id = excluded.waba_id, token_envelope = excluded.token_envelope,
                   token_ends_at = excluded.token_ends_at,
                   pin_envelope = coalesce(excluded.pin_envelope, meta_credentials.pin_envelope), verified_name = excluded.verified_name, status = excluded.status,
                   quality_rating = excluded.quality_rating, messaging_limit_tier = excluded.messaging_limit_tier, on_business_app = excluded.on_business_app,
                   asked_at = excluded.asked_at
            """,
            ("number", instance.Id.Value), ("tenant", instance.Tenant.Value), ("phoneNumberId", reported.Id.Value),
            ("account", access.Account.Value),
            ("token", envelopes.Seal(place, access.Token.Value)), ("tokenEndsAt", access.TokenEndsAt),
            ("pin", access.Pin is { } pin ? envelopes.Seal(place, pin.Value) : null),
            ("verifiedName", reported.VerifiedName), ("status", reported.Status), ("quality", reported.QualityRating),
            ("tier", reported.MessagingLimitTier), ("onBusinessApp", reported.OnBusinessApp), ("now", now));
    }

    public void Note(NumberId number, MetaNumber reported, DateTimeOffset now) => transaction.Queue(
        """
        update meta_credentials
           set verified_name = @verifiedName, status = @status, quality_rating = @quality, messaging_limit_tier = @tier,
               on_business_app = @onBusinessApp, asked_at = @now
         where number_id = @number and asked_at <= @now
        """,
        ("number", number.Value), ("verifiedName", reported.VerifiedName), ("status", reported.Status),
        ("quality", reported.QualityRating), ("tier", reported.MessagingLimitTier),
        ("onBusinessApp", reported.OnBusinessApp), ("now", now));

    public void RequestRefresh(IReadOnlyList<MetaId> accounts) => transaction.Queue(
        "update meta_credentials set look_due_at = now(), look_tries = 0 where waba_id = any(@accounts)",
        ("accounts", accounts.Select(account => account.Value).ToArray()));

    public void Delete(NumberId number) =>
        transaction.Queue("delete from meta_credentials where number_id = @number", ("number", number.Value));
}

internal sealed class MetaNumberQueries(NpgsqlDataSource database, Envelopes envelopes) : IMetaNumberQueries
{
    public async Task<NumberId?> Find(TenantId tenant, MetaId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await Find(connection, tenant, number, cancellationToken);
    }

    public static async Task<NumberId?> Find(
        NpgsqlConnection connection, TenantId tenant, MetaId number, CancellationToken cancellationToken) =>
        await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select number_id from meta_credentials where phone_number_id = @number and tenant_id = @tenant order by number_id limit 1",
            new { tenant = tenant.Value, number = number.Value }, cancellationToken: cancellationToken)) is { } id
                ? new NumberId(id) : null;

    public async Task<MetaSecret?> Pin(TenantId tenant, MetaId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<PinRow>(new CommandDefinition(
            """
            select number_id, pin_envelope
              from meta_credentials
             where phone_number_id = @number and tenant_id = @tenant and pin_envelope is not null
             order by asked_at desc
             limit 1
            """,
            new { tenant = tenant.Value, number = number.Value }, cancellationToken: cancellationToken));
        return row is null ? null
            : new MetaSecret(envelopes.OpenText(MetaNumberRepository.Secrets.Place(row.NumberId, tenant.Value), row.PinEnvelope));
    }

    public async Task<MetaRecord?> Find(NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<RecordRow>(new CommandDefinition(
            """
            select number_id, tenant_id, phone_number_id, waba_id, verified_name, status, quality_rating, messaging_limit_tier,
                on_business_app, token_ends_at, asked_at
              from meta_credentials
             where number_id = @number
            """,
            new { number = number.Value }, cancellationToken: cancellationToken));
        return row?.ToRecord();
    }

    public async Task<MetaSecret?> Token(NumberId number, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<TokenRow>(new CommandDefinition(
            "select tenant_id, token_envelope from meta_credentials where number_id = @number", new { number = number.Value },
            cancellationToken: cancellationToken));
        return row is null ? null
            : new MetaSecret(envelopes.OpenText(MetaNumberRepository.Secrets.Place(number.Value, row.TenantId), row.TokenEnvelope));
    }

    public async Task<IReadOnlyList<NumberId>> OfAccounts(IReadOnlyList<MetaId> accounts, CancellationToken cancellationToken) =>
        [.. (await database.Query<Guid>(
            "select number_id from meta_credentials where waba_id = any(@accounts)",
            new { accounts = accounts.Select(account => account.Value).ToArray() }, cancellationToken)).Select(id => new NumberId(id))];

    private sealed record PinRow(Guid NumberId, byte[] PinEnvelope);

    private sealed record TokenRow(Guid TenantId, byte[] TokenEnvelope);

    private sealed record RecordRow(
        Guid NumberId, Guid TenantId, string PhoneNumberId, string WabaId, string? VerifiedName, string? Status, string? QualityRating,
        string? MessagingLimitTier, bool OnBusinessApp,
        DateTimeOffset? TokenEndsAt, DateTimeOffset AskedAt)
    {
        public MetaRecord ToRecord() => new(
            new(NumberId), new(TenantId), new(PhoneNumberId), new(WabaId), VerifiedName, Status, QualityRating, MessagingLimitTier,
            OnBusinessApp, TokenEndsAt, AskedAt);
    }
}
