using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PilotPairing.Api.Tests.Meta;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>From one encryption key to the next, on one database: with the old one, with both, with the new one alone.</summary>
public sealed class ReencryptTests : IAsyncLifetime
{
    private static readonly string Old = "old:" + Convert.ToBase64String(new byte[32]);
    private static readonly string New = "newer:" + Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());

    /// <summary>What is over within a day.</summary>
    private static readonly string[] ShortLived =
        ["idempotency_keys.answer_envelope", "meta_completions.held_envelope", "baileys_sends.message_envelope"];

    /// <summary>More than are read at once.</summary>
    private const int Links = 101;

    /// <summary>
    /// Beside the links' a webhook's secret and the one before it, a token, a PIN, the key of the operators' sessions, and the credentials
    /// and a key of a session of our own gateway.
    /// </summary>
    private const int All = Links + 7;

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestPostgres.CreateDatabase();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task After_it_everything_that_lasts_opens_without_the_older_key()
    {
        Kept kept;
        await using (var before = await With(Old))
            kept = await Keep(before.Host);

        await using (var both = await With(New, Old))
        {
            (await Secrets(both.Host).Check(default)).Should().Match<SecretState>(state => state.Unreadable == 0 && state.Older == All);
            (await both.Host.Reencrypt()).Should().Be(new Reencrypted(All, 0));
            (await both.Host.Reencrypt()).Should().Be(new Reencrypted(0, 0));
        }

        await using (var after = await With(New))
        {
            (await Secrets(after.Host).Check(default)).Should().Match<SecretState>(state => state.Unreadable == 0 && state.Older == 0);
            (await Read(after.Host, kept)).Should().Be(kept);
        }

        foreach (var (column, heads) in await Heads())
            heads.Should().AllBe("newer", column).And.HaveCountGreaterThan(0, column);
    }

    [Fact]
    public async Task What_no_key_opens_is_counted_and_left_as_it_is()
    {
        Kept kept;
        await using (var before = await With(Old))
            kept = await Keep(before.Host);

        await using (var without = await With(New))
            (await without.Host.Reencrypt()).Should().Be(new Reencrypted(0, All));

        await using (var before = await With(Old))
            (await Read(before.Host, kept)).Should().Be(kept);
    }

    private static async Task<Kept> Keep(ApiHost host)
    {
        var endpoint = await host.NewEndpoint();
        (await host.Post($"/v1/webhooks/{endpoint}/secret/rotate")).Expect(200);
        var link = await host.NewLink();
        var phone = MetaScene.NewPhone();
        var number = (await host.Post("/v1/numbers/meta",
            new
            {
                name = "Loja",
                number = "+" + phone,
                metaPhoneId = phone,
                wabaId = "102290129340398",
                accessToken = "EAAG-typed",
                pin = "246810"
            })).Expect(201).GetProperty("instance").Text("id");
        for (var others = 1; others < Links; others++)
            await host.NewLink();
        await KeepSession(host, Scene.Uuid(link.NumberId()));
        return await Read(host, new(host.Tenant.Key.Raw.Value, endpoint, "", link.LinkId(), "", number, "", phone, "", ""));
    }

    private static async Task KeepSession(ApiHost host, Guid number)
    {
        var (envelopes, tenant) = (host.App.Services.GetRequiredService<Envelopes>(), host.Tenant.Tenant.Id.Value);
        await using var connection = await host.App.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into baileys_sessions (number_id, tenant_id, gateway, phone, method, status, changed_at, credentials_envelope)
            values (@number, @tenant, 'main', '5511999999999', 'Qr', 'Lost', now(), @credentials);
            insert into baileys_keys (id, number_id, tenant_id, value_envelope) values (@number, @number, @tenant, @key)
            """,
            new
            {
                number,
                tenant,
                credentials = envelopes.Seal(OwnedSessions.Credentials.Place(number, tenant), "credentials"),
                key = envelopes.Seal(OwnedSessions.Keys.Place(number, tenant), "key"),
            });
    }

    private static async Task<string> Session(ApiHost host, Guid number, Guid tenant)
    {
        var envelopes = host.App.Services.GetRequiredService<Envelopes>();
        await using var connection = await host.App.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var (credentials, key) = await connection.QuerySingleAsync<(byte[] Credentials, byte[] Key)>(
            """
            select session.credentials_envelope, key.value_envelope
              from baileys_sessions session join baileys_keys key using (number_id)
             where number_id = @number
            """,
            new { number });
        return envelopes.OpenText(OwnedSessions.Credentials.Place(number, tenant), credentials)
            + " " + envelopes.OpenText(OwnedSessions.Keys.Place(number, tenant), key);
    }

    private static async Task<Kept> Read(ApiHost host, Kept kept)
    {
        var services = host.App.Services;
        var link = (await services.GetRequiredService<ILinkQueries>().Find(new LinkId(Scene.Uuid(kept.Link)), default))!;
        var meta = services.GetRequiredService<IMetaNumberQueries>();
        return kept with
        {
            Secret = (await host.Get($"/v1/webhooks/{kept.Endpoint}/secret", kept.Key)).Expect(200).Text("secret"),
            Url = new Uri((await services.GetRequiredService<ILinkUrls>().Of(link, default))!).AbsolutePath,
            Token = (await meta.Token(new NumberId(Scene.Uuid(kept.Number)), default))!.Value.Value,
            Pin = (await meta.Pin(link.Tenant, new MetaId(kept.Phone), default))!.Value.Value,
            Session = await Session(host, link.Number!.Value.Value, link.Tenant.Value),
        };
    }

    private static IStoredSecrets Secrets(ApiHost host) => host.App.Services.GetRequiredService<IStoredSecrets>();

    private async Task<Running> With(params string[] keys) =>
        new(await ApiHost.On(_database.ConnectionString,
            settings: [.. keys.Select((key, position) => ($"Encryption:Keys:{position}", (string?)key))]));

    /// <summary>The key ids of everything in a column of envelopes, of every such column that the database has.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> Heads()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        var columns = await connection.QueryAsync<(string Table, string Column)>(
            "select table_name, column_name from information_schema.columns where table_schema = 'public' and column_name like '%envelope'");
        var heads = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (table, column) in columns.Where(one => !ShortLived.Contains($"{one.Table}.{one.Column}")))
        {
            var envelopes = await connection.QueryAsync<byte[]>($"select {column} from {table} where {column} is not null");
            heads[$"{table}.{column}"] = [.. envelopes.Select(envelope => Encoding.ASCII.GetString(envelope, 2, envelope[1]))];
        }

        return heads;
    }

    private sealed record Kept(
        string Key, string Endpoint, string Secret, string Link, string Url, string Number, string Token, string Phone, string Pin,
        string Session);

    private sealed class Running(ApiHost host) : IAsyncDisposable
    {
        public ApiHost Host => host;

        public async ValueTask DisposeAsync() => await host.DisposeAsync();
    }
}
