using Npgsql;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>
/// Statements that PostgreSQL itself ends: what is rolled back for the sake of another runs again, what is cancelled is said to be
/// unavailable.
/// </summary>
public sealed class RolledBackTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        // What a sequence gave is not rolled back: the trigger fails the first transactions and lets the next through.
        await _host.Execute(
            """
            create sequence failures;
            create function fail_first() returns trigger language plpgsql as $$
            begin
                if nextval('failures') <= tg_argv[0]::int then
                    raise exception 'could not serialize access' using errcode = '40001';
                end if;
                return new;
            end
            $$
            """,
            new { });
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(2, 201, 1)]
    [InlineData(4, 201, 1)]
    [InlineData(5, 503, 0)]
    public async Task A_serialization_failure_is_repeated_and_its_work_done_once(int failures, int status, int links)
    {
        await _host.Execute($"create trigger fail_first before insert on pairing_links for each row execute function fail_first({failures})", new { });

        var answer = await Make();

        if (status == 503)
            answer.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
        else
            answer.Expect(status);
        (await _host.Query<long>("select count(*) from pairing_links")).Should().Be(links);
        (await _host.Query<long>("select count(*) from numbers")).Should().Be(links);
    }

    [Fact]
    public async Task A_statement_that_is_cancelled_is_unavailable_and_the_next_request_works()
    {
        await using var other = new NpgsqlConnection(_host.Database.ConnectionString);
        await other.OpenAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await using (var command = new NpgsqlCommand("lock table pairing_links in access exclusive mode", other))
                await command.ExecuteNonQueryAsync();
            var making = Make();
            await Scene.Eventually(() => _host.Query<bool>(
                """
                with cancelled as (
                    select pg_cancel_backend(pid) from pg_stat_activity
                     where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into pairing_links%')
                select count(*) > 0 from cancelled
                """));
            (await making).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
        }

        (await Make()).Expect(201);
        (await _host.Query<long>("select count(*) from numbers")).Should().Be(1);
    }

    private Task<Answer> Make() => _host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone });
}
