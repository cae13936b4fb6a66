using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Pairing;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Pairing;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Numbers;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Pairing;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Infrastructure.Postgres;

internal sealed class Store(
    NpgsqlDataSource database, PostgresListener listener, PendingSignals signals, Envelopes envelopes, PairingBudget budget, CurrentClaim current, CommittedWork committed)
    : IStore
{
    public async Task<IWork> Begin(CancellationToken cancellationToken) => new Work(
        new Transaction(await database.OpenConnectionAsync(cancellationToken), listener, signals, current.Claim, committed, cancellationToken), envelopes, budget);
}

internal sealed class Work(Transaction transaction, Envelopes envelopes, PairingBudget budget) : IWork
{
    public ITenants Tenants { get; } = new TenantRows(transaction);

    public IKeys Keys { get; } = new KeyRows(transaction);

    public IKeyMoves KeyMoves { get; } = new KeyMoveRows(transaction);

    public IBrandings Brandings { get; } = new BrandingRows(transaction);

    public IInstances Instances { get; } = new InstanceRows(transaction);

    public ILinks Links { get; } = new LinkRows(transaction, envelopes);

    public IAttempts Attempts { get; } = new AttemptRows(transaction);

    public IPairingStarts Starts { get; } = new StartRows(transaction, budget);

    public IEndpoints Endpoints { get; } = new EndpointRows(transaction, envelopes);

    public IEvents Events { get; } = new WorkEvents(transaction);

    public IDeliveries Deliveries { get; } = new ReplayRows(transaction);

    public ICleanUps CleanUps { get; } = new CleanUpRows(transaction);

    public ITemplates Templates { get; } = new TemplateRows(transaction);

    public ISends Sends { get; } = new SendRows(transaction);

    public IMetaNumbers MetaNumbers { get; } = new MetaNumberRows(transaction, envelopes);

    public IMetaCompletions MetaCompletions { get; } = new CompletionRows(transaction, envelopes);

    public IAuditLog AuditLog { get; } = new AuditLogRepository(transaction);

    public Task Commit(CancellationToken cancellationToken) => transaction.Commit(cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
