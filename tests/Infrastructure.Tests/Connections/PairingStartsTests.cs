using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Connections;

/// <summary>How a phone's starts are counted: two windows, and no race past either.</summary>
public sealed class PairingStartsTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly PhoneNumber Phone = PhoneNumber.Parse("+5511999999999")!.Value;
    private static readonly PhoneNumber Other = PhoneNumber.Parse("+5511888888888")!.Value;
    private static readonly PairingBudget Budget = new(3, 8);
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private TestDatabase _database = null!;
    private PostgresListener _listener = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        _listener = new(_database.ConnectionString, _database.Source, TimeProvider.System, NullLogger<PostgresListener>.Instance);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose()
    {
        _listener.Dispose();
        _random.Dispose();
    }

    [Fact]
    public async Task Three_fit_into_a_quarter_of_an_hour_and_the_fourth_when_the_first_has_left_it()
    {
        for (var minute = 0; minute < 3; minute++)
            (await Take(Now.AddMinutes(minute))).Should().BeNull();

        (await Take(Now.AddMinutes(3))).Should().Be(Now.AddMinutes(15));
        (await Take(Now.AddMinutes(15).AddTicks(-10))).Should().Be(Now.AddMinutes(15));
        (await Take(Now.AddMinutes(15))).Should().BeNull();
        (await Take(Now.AddMinutes(15))).Should().Be(Now.AddMinutes(16));
    }

    [Theory]
    [InlineData("5511987654321", "551187654321")]
    [InlineData("2250707020304", "22507020304")]
    [InlineData("22997123456", "2290197123456")]
    public async Task However_a_phone_is_written_it_has_one_budget(string written, string otherwise)
    {
        for (var start = 0; start < 3; start++)
            (await Take(Now, phone: PhoneNumber.Parse(written))).Should().BeNull();

        (await Take(Now, phone: PhoneNumber.Parse(otherwise))).Should().Be(Now.AddMinutes(15));
    }

    [Fact]
    public async Task Eight_fit_into_a_day_and_the_ninth_when_the_first_has_left_it()
    {
        for (var hour = 0; hour < 8; hour++)
            (await Take(Now.AddHours(hour))).Should().BeNull();

        (await Take(Now.AddHours(20))).Should().Be(Now.AddHours(24));
        (await Take(Now.AddHours(24))).Should().BeNull();
    }

    [Fact]
    public async Task The_longer_wait_is_returned_where_both_windows_are_full()
    {
        for (var i = 0; i < 5; i++)
            await Take(Now.AddHours(i));
        for (var i = 0; i < 3; i++)
            await Take(Now.AddHours(23).AddMinutes(i));

        (await Take(Now.AddHours(23).AddMinutes(3))).Should().Be(Now.AddHours(24));
    }

    [Fact]
    public async Task Only_checking_for_room_counts_no_start()
    {
        for (var i = 0; i < 3; i++)
        {
            (await FullUntil()).Should().BeNull();
            await Take(Now);
        }

        (await FullUntil()).Should().Be(Now.AddMinutes(15));
        (await Count()).Should().Be(3);

        async Task<DateTimeOffset?> FullUntil()
        {
            await using var work = await Store().Begin(default);
            return await work.Starts.FullUntil(Phone, PairingMethod.Qr, Now);
        }
    }

    [Fact]
    public async Task Methods_and_phones_are_counted_each_for_itself()
    {
        for (var i = 0; i < 4; i++)
            await Take(Now);

        (await Take(Now, PairingMethod.Code)).Should().BeNull();
        (await Take(Now, phone: Other)).Should().BeNull();
    }

    [Fact]
    public async Task Of_a_crowd_on_two_nodes_exactly_as_many_as_fit_are_let_through()
    {
        await using var node = Database.Open(_database.ConnectionString);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Take(Now, on: i % 2 == 0 ? node : null))));

        answers.Count(until => until is null).Should().Be(3);
        answers.Where(until => until is not null).Should().OnlyContain(until => until == Now.AddMinutes(15));
    }

    [Fact]
    public async Task A_caller_that_waits_for_a_start_that_is_rolled_back_gets_its_place()
    {
        await Take(Now);
        await Take(Now);
        var first = await Store().Begin(default);
        (await first.Starts.Take(Phone, PairingMethod.Qr, AttemptId.New(Now), Now)).Should().BeNull();

        var second = Take(Now);
        while (!second.IsCompleted && !await SomebodyWaits())
            await Task.Yield();
        second.IsCompleted.Should().BeFalse("the place is taken until the first gives up");
        await first.DisposeAsync();

        (await second).Should().BeNull();
    }

    [Fact]
    public async Task A_start_that_is_given_back_is_not_counted()
    {
        var attempt = AttemptId.New(Now);
        await using (var work = await Store().Begin(default))
        {
            await work.Starts.Take(Phone, PairingMethod.Qr, attempt, Now);
            await work.Starts.Take(Phone, PairingMethod.Code, attempt, Now);
            await work.Commit(default);
        }

        await Take(Now);
        await using (var work = await Store().Begin(default))
        {
            work.Starts.GiveBack(Phone, attempt, Now);
            await work.Commit(default);
        }

        (await Count()).Should().Be(1);
    }

    [Fact]
    public async Task Starts_that_no_budget_counts_any_more_are_purged()
    {
        await Take(Now);
        await Take(Now.AddHours(1));

        await new PairingHistory(_database.Source).Purge(Now, default);

        (await Count()).Should().Be(1);
    }

    private async Task<DateTimeOffset?> Take(
        DateTimeOffset now, PairingMethod method = PairingMethod.Qr, PhoneNumber? phone = null, Npgsql.NpgsqlDataSource? on = null)
    {
        await using var work = await Store(on).Begin(default);
        var until = await work.Starts.Take(phone ?? Phone, method, AttemptId.New(now), now);
        await work.Commit(default);
        return until;
    }

    private Store Store(Npgsql.NpgsqlDataSource? on = null) => new(
        on ?? _database.Source, _listener, new(TimeProvider.System),
        Postgres.TestRepositories.Of(services => services.AddSingleton(Budget).AddRepository<IPairingStarts, StartRepository>()), new(),
        new());

    private async Task<bool> SomebodyWaits()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
    }

    private async Task<long> Count()
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<long>("select count(*) from pairing_starts");
    }
}
