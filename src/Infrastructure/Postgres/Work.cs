using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Postgres;

internal sealed class Store(
    NpgsqlDataSource database, PostgresListener listener, PendingSignals signals, Repositories repositories, CurrentClaim current,
    CommittedWork committed) : IStore
{
    public async Task<IWork> Begin(CancellationToken cancellationToken) => new Work(
        new Transaction(
            await database.OpenConnectionAsync(cancellationToken), listener, signals, current.Claim, committed, cancellationToken),
            repositories);
}

internal sealed class Work(Transaction transaction, Repositories repositories) : IWork
{
    private readonly Dictionary<Type, object> _made = [];

    public T Repository<T>()
        where T : class
    {
        if (!_made.TryGetValue(typeof(T), out var repository))
            _made[typeof(T)] = repository = repositories.Make(typeof(T), transaction);
        return (T)repository;
    }

    public Task Commit(CancellationToken cancellationToken) => transaction.Commit(cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
