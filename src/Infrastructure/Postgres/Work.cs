using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Connections;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Links;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Outbox;
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
    public ITenants Tenants { get; } = new TenantRepository(transaction);

    public IKeys Keys { get; } = new KeyRepository(transaction);

    public IKeyMoves KeyMoves { get; } = new KeyMoveRepository(transaction);

    public IBrandings Brandings { get; } = new BrandingRepository(transaction);

    public IInstances Instances { get; } = new InstanceRepository(transaction);

    public ILinks Links { get; } = new LinkRepository(transaction, envelopes);

    public IAttempts Attempts { get; } = new AttemptRepository(transaction);

    public IPairingStarts Starts { get; } = new StartRepository(transaction, budget);

    public IEndpoints Endpoints { get; } = new EndpointRepository(transaction, envelopes);

    public IEvents Events { get; } = new WorkEvents(transaction);

    public IDeliveries Deliveries { get; } = new ReplayRepository(transaction);

    public ICleanUps CleanUps { get; } = new CleanUpRepository(transaction);

    public ITemplates Templates { get; } = new TemplateRepository(transaction);

    public ISends Sends { get; } = new SendRepository(transaction);

    public IMetaNumbers MetaNumbers { get; } = new MetaNumberRepository(transaction, envelopes);

    public IMetaCompletions MetaCompletions { get; } = new CompletionRepository(transaction, envelopes);

    public IAuditLog AuditLog { get; } = new AuditLogRepository(transaction);

    public Task Commit(CancellationToken cancellationToken) => transaction.Commit(cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
