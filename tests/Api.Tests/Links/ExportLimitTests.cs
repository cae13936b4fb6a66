using Npgsql;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Links;

/// <summary>
/// Exports that take long: how many at once, and how a client learns that a file is cut. What is in them is tested elsewhere.
/// </summary>
public sealed class ExportLimitTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Waiting =
        """
        select count(*) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%pairing_links%'
        """;

    [Fact]
    public async Task A_third_export_of_a_tenant_waits_for_one_to_end_and_other_tenants_do_not()
    {
        var (key, other) = (await NewKey(), await NewKey());
        await using var holding = await Hold();
        var (first, second) = (host.Get("/v1/links.csv", key), host.Get("/v1/links.csv", key));
        await Scene.Eventually(async () => await host.Query<long>(Waiting) == 2);

        var refused = await host.Get("/v1/links.csv", key);

        refused.ShouldBeRefused(429, "TOO_MANY_EXPORTS");
        refused.Headers["retry-after"].Should().Be("5");
        var others = host.Get("/v1/links.csv", other);
        await Scene.Eventually(async () => await host.Query<long>(Waiting) == 3);
        await holding.DisposeAsync();
        foreach (var export in new[] { first, second, others })
            (await export).Status.Should().Be(200);
        (await host.Get("/v1/links.csv", key)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_client_that_is_gone_holds_no_place()
    {
        var key = await NewKey();
        await using var holding = await Hold();
        using (var gone = new CancellationTokenSource())
        {
            var exports = Enumerable.Range(0, 2).Select(_ => Ask(host, key, gone.Token)).ToList();
            await Scene.Eventually(async () => await host.Query<long>(Waiting) == 2);
            await gone.CancelAsync();
            foreach (var export in exports)
                await export.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        }

        Task<Answer>? next = null;
        await Scene.Eventually(async () =>
        {
            next = host.Get("/v1/links.csv", key);
            await Task.WhenAny(next, Scene.Eventually(async () => next.IsCompleted || await host.Query<long>(Waiting) == 1));
            return !next.IsCompleted;
        });
        await holding.DisposeAsync();
        (await next!).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_file_whose_database_dies_is_cut_off_and_does_not_end()
    {
        await using var server = await StoppableServer.Begin();
        var own = await ApiHost.On(server.ConnectionString);
        try
        {
            var link = await own.NewLink();
            // More than fits between the two: the server is reading when the database dies.
            await using (var connection = new NpgsqlConnection(server.ConnectionString))
            {
                await connection.OpenAsync();
                await Dapper.SqlMapper.ExecuteAsync(
                    connection,
                    """
                    insert into pairing_links (id, tenant_id, provider, meta_flow, token_hash, status, terms, created_at, expires_at, failure_reason)
                    select gen_random_uuid(), tenant_id, 'Meta', 'Embedded', sha256(gen_random_uuid()::text::bytea), 'Active', terms, created_at, expires_at, repeat('x', 8000)
                      from pairing_links, generate_series(1, 6000) i where id = @id
                    """,
                    new { id = Scene.Uuid(link.LinkId()) });
            }

            using var request = Export(own.Tenant.Key.Raw.Value);
            using var client = new SocketsHttpHandler().ClientFor(own.App.Urls.First());
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            ((int)response.StatusCode).Should().Be(200);
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1024]);
            await server.Stop();

            var rest = async () => await body.CopyToAsync(Stream.Null);

            (await rest.Should().ThrowAsync<HttpIOException>()).Which.HttpRequestError.Should().Be(HttpRequestError.ResponseEnded);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<string> NewKey() => (await host.NewTenant(TenantMode.Test)).Key.Raw.Value;

    private static async Task<HttpResponseMessage> Ask(ApiHost host, string key, CancellationToken cancellationToken)
    {
        using var request = Export(key);
        return await host.Http.SendAsync(request, cancellationToken);
    }

    private static HttpRequestMessage Export(string key) => new(HttpMethod.Get, "/v1/links.csv") { Headers = { { "x-api-key", key } } };

    /// <summary>Nobody reads links until it is disposed.</summary>
    private async Task<NpgsqlConnection> Hold()
    {
        var connection = await host.Database.Source.OpenConnectionAsync();
        await Dapper.SqlMapper.ExecuteAsync(connection, "begin; lock table pairing_links in access exclusive mode");
        return connection;
    }
}
