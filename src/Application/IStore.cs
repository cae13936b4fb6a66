using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;

namespace PilotPairing.Application;

public interface IStore
{
    Task<IWork> Begin(CancellationToken cancellationToken);
}

/// <summary>
/// One unit of work. What answers a task runs at once and decides races; what answers nothing is sent with the commit, in order.
/// Never open across a call to a gateway or a receiver. Left without <see cref="Commit"/>, nothing happened.
/// </summary>
public interface IWork : IAsyncDisposable
{
    ITenants Tenants { get; }

    IKeys Keys { get; }

    IKeyMoves KeyMoves { get; }

    IBrandings Brandings { get; }

    IInstances Instances { get; }

    ILinks Links { get; }

    IAttempts Attempts { get; }

    IPairingStarts Starts { get; }

    IEndpoints Endpoints { get; }

    IEvents Events { get; }

    IDeliveries Deliveries { get; }

    ICleanUps CleanUps { get; }

    ITemplates Templates { get; }

    ISends Sends { get; }

    IMetaNumbers MetaNumbers { get; }

    IMetaCompletions MetaCompletions { get; }

    IAuditLog AuditLog { get; }

    Task Commit(CancellationToken cancellationToken);
}
