using Microsoft.Extensions.Logging;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>A LISTEN that the server accepted and nothing arrives on.</summary>
public sealed class PooledListenerTests : ILogger<PostgresListener>
{
    private readonly TaskCompletionSource<string> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Behind_a_pooler_in_transaction_mode_it_does_not_believe_its_LISTEN()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var pooler = await TransactionPooler.Start(database.ConnectionString);
        await using var pooled = Database.Open(pooler.ConnectionString, isShared: true);

        (await Logged(pooler.ConnectionString, pooled)).Should().Contain("Notifications do not arrive")
            .And.Contain("ConnectionStrings:Direct");
    }

    [Fact]
    public async Task On_another_database_than_notifications_are_sent_through_it_does_not_believe_it_either()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var other = await TestPostgres.CreateEmptyDatabase();

        (await Logged(other.ConnectionString, database.Source)).Should().Contain("another database");
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _response.TrySetResult(formatter(state, exception));

    private async Task<string> Logged(string session, Npgsql.NpgsqlDataSource sending)
    {
        using var listener = new PostgresListener(session, sending, TimeProvider.System, this);
        await listener.StartAsync(default);
        var response = await _response.Task.WaitAsync(Patience.Longest);
        listener.IsListening.Should().BeFalse();
        await listener.StopAsync(default);
        return response;
    }
}
