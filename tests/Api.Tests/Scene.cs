using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests;

/// <summary>The usual steps of a test, and what it may do to the database where it would otherwise have to wait.</summary>
internal static class Scene
{
    public const string Phone = "5511999999999";

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static bool Has(this JsonElement element, string member) => element.TryGetProperty(member, out _);

    public static string Token(this JsonElement link) => link.Text("remotePairingToken");

    public static string NumberId(this JsonElement link) => link.Text("numberId");

    public static string LinkId(this JsonElement link) => link.Text("linkId");

    /// <summary>The uuid behind a written id.</summary>
    public static Guid Uuid(string id) =>
        WireId.TryParse(id[..4], id, out var value) ? value : throw new ArgumentException($"{id} is no id", nameof(id));

    public static Task<Answer> Connect(this ApiHost host, string token, object? body = null) =>
        host.Post($"/v1/remote-pairing/{token}/connect", body, key: "");

    public static Task<Answer> Info(this ApiHost host, string token) => host.Get($"/v1/remote-pairing/{token}", key: "");

    public static Task<Answer> Status(this ApiHost host, string token, string? attempt = null) =>
        host.Call("GET", $"/v1/remote-pairing/{token}/status", null, "", attempt is null ? [] : [("x-pairing-attempt", attempt)]);

    public static Task<Answer> Simulate(
        this ApiHost host, string number, string @event, string? phone = null, string? code = null, string? key = null) =>
        host.Post($"/v1/test/numbers/{number}/simulate", new { @event, phone, code }, key);

    /// <summary>A link whose page shows a QR code, and the pass of the browser that shows it.</summary>
    public static async Task<(JsonElement Link, string Attempt)> StartedLink(this ApiHost host, object? body = null)
    {
        var link = await host.NewLink(body);
        return (link, (await host.Connect(link.Token())).Expect(200).Text("attempt"));
    }

    /// <summary>A number that was connected through a link.</summary>
    public static async Task<(JsonElement Link, string Attempt)> OpenNumber(this ApiHost host, object? body = null)
    {
        var (link, attempt) = await host.StartedLink(body);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        return (link, attempt);
    }

    /// <summary>A number key, which no route of this version needs to have made.</summary>
    public static async Task<string> NumberKey(this ApiHost host, string number)
    {
        var raw = RawKey.Draw(TenantMode.Test, RandomNumberGenerator.Create());
        await host.Execute(
            "insert into api_keys (id, tenant_id, hash, prefix, last4, scope, number_id, created_at) values (gen_random_uuid(), @tenant, @hash, @prefix, @last4, 'Number', @number, now())",
            new { tenant = host.Tenant.Tenant.Id.Value, hash = raw.Hash(), prefix = raw.Prefix, last4 = raw.Last4, number = Uuid(number) });
        return raw.Value;
    }

    /// <summary>
    /// A statement behind the application's back: where the workers' own ends it by a deadlock, it is repeated as theirs are.
    /// </summary>
    public static async Task Execute(this ApiHost host, string sql, object? parameters = null)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        for (; ; )
        {
            try
            {
                await connection.ExecuteAsync(sql, parameters);
                return;
            }
            catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }

    public static async Task<T> Query<T>(this ApiHost host, string sql, object? parameters = null)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        return (await connection.QuerySingleOrDefaultAsync<T>(sql, parameters))!;
    }

    /// <summary>Changes rows behind the application's back, and notifies it as another node would.</summary>
    public static async Task Rewrite(this ApiHost host, string sql, string subject)
    {
        await host.Execute(sql, new { id = Uuid(subject) });
        var topic = await host.Query<Guid>("select coalesce((select coalesce(number_id, id) from pairing_links where id = @id), @id)",
            new { id = Uuid(subject) });
        host.App.Services.GetRequiredService<PostgresListener>().Notify("pairing", topic.ToString());
    }

    /// <summary>WhatsApp gives no further code, and the time in which a pairing waits for one is over.</summary>
    public static async Task Stall(this ApiHost host, JsonElement link, string? key = null)
    {
        (await host.Simulate(link.NumberId(), "qr_exhausted", key: key)).Expect(200);
        await host.Rewrite(
            "update pairing_attempts set qr_payload = null, code = null, changed_at = changed_at - interval '31 seconds' where number_id = @id",
            link.NumberId());
        await Eventually(async () =>
            await host.Query<string?>("select failure_reason from pairing_links where id = @id",
                new { id = Uuid(link.LinkId()) }) == "stalled");
    }

    public static Task Expire(this ApiHost host, JsonElement link, string ago = "1 second") =>
        host.Rewrite($"update pairing_links set expires_at = now() - interval '{ago}' where id = @id", link.LinkId());

    /// <summary>
    /// A test-mode tenant becomes a live one with all it has: what it needs may have been configured when that was created, and is no more.
    /// </summary>
    public static async Task TurnLive(this ApiHost host, TenantCreated tenant, string gateway = Tenant.DefaultGateway)
    {
        await host.Execute("update tenants set mode = 'Live', gateway = @gateway where id = @id",
            new { id = tenant.Tenant.Id.Value, gateway });
        host.App.Services.GetRequiredService<PostgresListener>().Notify("access", tenant.Tenant.Id.Value.ToString());
    }

    /// <summary>The data of a number's or a link's events of one type.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Events(this ApiHost host, string subject, string type)
    {
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        var bodies = await connection.QueryAsync<string>(
            "select body from events where (number_id = @id or link_id = @id) and type = @type order by sequence",
            new { id = Uuid(subject), type });
        return [.. bodies.Select(body => JsonDocument.Parse(body).RootElement.GetProperty("data"))];
    }

    /// <summary>For what happens behind an answer; asks until it is so and fails when it takes too long.</summary>
    /// <param name="state">What to show when it takes too long.</param>
    public static async Task Eventually(Func<Task<bool>> isSo, Func<string>? state = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) is var elapsed && elapsed > Patience.Longest)
                elapsed.Should().BeLessThan(Patience.Longest, $"it should have happened by now{state?.Invoke()}");
            await Task.Delay(25);
        }
    }
}
