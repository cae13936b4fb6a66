using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>A backup by pg_dump and its restore into an empty database by pg_restore, as docs/operating.md has them.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task What_was_restored_serves_links_keys_secrets_and_pending_deliveries_as_before()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        sink.Answer = WebhookSink.Status(StatusCodes.Status503ServiceUnavailable);
        var before = await ApiHost.On(database.ConnectionString);
        var endpoint = await before.NewEndpoint(sink.Url, ["link.created"]);
        var secret = (await before.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        var link = await before.NewLink();
        var failed = await sink.Next();
        await Scene.Eventually(async () =>
            (bool)(await Execute(database, "select exists (select from outbox where attempt = 1 and lease_id is null)"))!);
        await before.DisposeAsync();

        await PostgresPrograms.Run("pg_dump", database.ConnectionString, "--format=custom", "--file", _file);
        await using var restored = await TestPostgres.CreateEmptyDatabase();
        await PostgresPrograms.Run("pg_restore", restored.ConnectionString, "--no-owner", "--exit-on-error", _file);
        sink.Answer = WebhookSink.Status(StatusCodes.Status200OK);
        var after = new ApiHost();
        await after.StartBare(restored.ConnectionString);

        var key = before.Tenant.Key.Raw.Value;
        (await after.Get($"/v1/links/{link.LinkId()}", key)).Expect(200).Text("status").Should().Be("active");
        (await after.Info(link.Token())).Expect(200);
        (await after.Get($"/v1/webhooks/{endpoint}/secret", key)).Expect(200).Text("secret").Should().Be(secret);
        await Execute(restored, "update outbox set run_at = now() - interval '10 seconds'");
        await after.DispatchPending();
        (await sink.Next()).Headers["webhook-id"].Should().Be(failed.Headers["webhook-id"]);
        await after.DisposeAsync();
    }

    [Fact]
    public async Task A_restore_under_other_keys_is_named_by_the_doctor()
    {
        await using var database = await TestPostgres.CreateDatabase();
        var before = await ApiHost.On(database.ConnectionString);
        await before.NewLink();
        await before.DisposeAsync();
        await PostgresPrograms.Run("pg_dump", database.ConnectionString, "--format=custom", "--file", _file);
        await using var restored = await TestPostgres.CreateEmptyDatabase();
        await PostgresPrograms.Run("pg_restore", restored.ConnectionString, "--no-owner", "--exit-on-error", _file);

        var other = "main:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var (code, output) = await Served.Run(restored.ConnectionString, [("Encryption__Keys__0", other)], "doctor");

        code.Should().Be(1);
        output.Should().Contain("problem  encryption:").And.NotContain(other);
    }

    private static async Task<object?> Execute(TestDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
