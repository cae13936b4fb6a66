using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Operating;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>What goes when it is past the retention of its kind, what stays, and that nothing young leaves the audit log.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private readonly ApiHost _host = new()
    {
        Settings = { ["Retention:LinksDays"] = "10", ["Retention:MessagesDays"] = "5", ["Retention:AuditDays"] = "90" },
    };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Links_go_with_what_hangs_on_them_days_after_their_end_and_their_number_stays()
    {
        var (used, _) = await _host.OpenNumber();
        var revoked = await Ended(await _host.NewLink(), "Revoked", 11);
        var young = await Ended(await _host.NewLink(), "Expired", 9);
        var active = await Aged(await _host.NewLink());
        await _host.Execute("update pairing_links set used_at = now() - interval '11 days' where id = @id",
            new { id = Scene.Uuid(used.LinkId()) });
        var old = await Aged(used);

        await _host.Send(new ApplyRetention());
        (await Count("select count(*) from pairing_links")).Should().Be(4, "the funnel has not counted their last step yet");
        await _host.Execute("delete from pairing_funnel_changes");
        await _host.Send(new ApplyRetention());

        (await Left()).Should().BeEquivalentTo([young, active]);
        (await _host.Get($"/v1/numbers/{used.NumberId()}")).Expect(200).Text("state").Should().Be("OPEN");
        (await Count("select count(*) from pairing_attempts where link_id is null")).Should().Be(1);
        (await Left()).Should().NotContain([revoked, old]);
    }

    [Fact]
    public async Task Messages_and_audit_entries_go_by_their_own_retention_and_pending_messages_stay()
    {
        var link = await _host.NewLink();
        foreach (var (age, settled) in new[] { (6, true), (4, true), (6, false) })
            await _host.Execute(
                """
                insert into message_sends (id, tenant_id, link_id, recipient, status, created_at, settled_at)
                values (@id, @tenant, @link, '5511', @status, now() - @age, case when @settled then now() - @age end)
                """,
                new
                {
                    id = Id(age),
                    tenant = _host.Tenant.Tenant.Id.Value,
                    link = Scene.Uuid(link.LinkId()),
                    status = settled ? "Sent" : "Pending",
                    age = TimeSpan.FromDays(age),
                    settled,
                });
        foreach (var age in new[] { 91, 89 })
            await _host.Execute(
                "insert into audit_log (id, at, actor, action, address) values (@id, now() - @age, 'ops', 'SignedOut', '::1')",
                new { id = Id(age), age = TimeSpan.FromDays(age) });

        await _host.Send(new ApplyRetention());

        (await Count("select count(*) from message_sends")).Should().Be(2);
        (await Count("select count(*) from message_sends where settled_at is not null")).Should().Be(1);
        (await Count("select count(*) from audit_log")).Should().Be(1);
    }

    [Theory]
    [InlineData("delete from audit_log")]
    [InlineData("update audit_log set actor = 'nobody'")]
    [InlineData("truncate audit_log")]
    public async Task The_database_lets_nobody_delete_a_young_entry_of_the_audit_log_or_change_an_old_one(string sql)
    {
        await _host.Execute(
            "insert into audit_log (id, at, actor, action, address) values (gen_random_uuid(), now() - interval '89 days', 'ops', 'SignedOut', '::1')");

        await FluentActions.Awaiting(() => _host.Execute(sql)).Should().ThrowAsync<PostgresException>().WithMessage("*append-only*");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(89, false)]
    [InlineData(90, true)]
    [InlineData(0, true)]
    public void The_audit_log_is_kept_for_ninety_days_at_least(int days, bool accepted) =>
        new RetentionOptionsValidator().Validate(null, new() { AuditDays = days }).Succeeded.Should().Be(accepted);

    private static Guid Id(int days) => Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-days));

    private async Task<long> Count(string sql) => await _host.Query<long>(sql);

    private async Task<IReadOnlyList<Guid>> Left()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        return [.. await connection.QueryAsync<Guid>("select id from pairing_links")];
    }

    private async Task<Guid> Ended(System.Text.Json.JsonElement link, string status, int days)
    {
        await _host.Execute("update pairing_links set status = @status, expires_at = now() - @age where id = @id",
            new { id = Scene.Uuid(link.LinkId()), status, age = TimeSpan.FromDays(days) });
        return await Aged(link);
    }

    /// <summary>As if it had been made forty days ago: its id begins with the time.</summary>
    private async Task<Guid> Aged(System.Text.Json.JsonElement link)
    {
        var (id, aged) = (Scene.Uuid(link.LinkId()), Id(40));
        await _host.Execute(
            """
            insert into pairing_links (id, tenant_id, number_id, provider, token_hash, status, terms, metadata, created_at, expires_at, used_at)
            select @aged, tenant_id, number_id, provider, sha256(token_hash), status, terms, metadata, created_at, expires_at, used_at
              from pairing_links where id = @id;
            update pairing_attempts set link_id = @aged where link_id = @id;
            delete from pairing_links where id = @id
            """, new { id, aged });
        return aged;
    }
}
