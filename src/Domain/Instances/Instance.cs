using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Instances;

/// <summary>What the gateway let us know of a connection.</summary>
/// <param name="At">When it last confirmed the stored state, give or take <see cref="Instance.CheckedAnew"/>.</param>
/// <param name="MissedAt">The first of the checks that found an open connection gone; null while it is there.</param>
/// <param name="MayReturn">It was lost without a reason, and nobody ended its session since: the gateway may bring it back by
/// itself.</param>
public readonly record struct LastCheck(DateTimeOffset? At, DateTimeOffset? MissedAt, bool MayReturn);

public sealed record Disconnect(DisconnectReason Reason, DateTimeOffset At);

/// <summary>A WhatsApp number of a tenant, whether or not it is connected.</summary>
public sealed class Instance
{
    /// <summary>A gateway's word on a connection is not written down, nor asked for by the reconciler, more often than this.</summary>
    public static readonly TimeSpan CheckedAnew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A loss that the gateway gives no reason for is believed when a check this long after the first still finds the connection gone:
    /// gateways lose and find connections by themselves.
    /// </summary>
    public static readonly TimeSpan LossConfirmedAfter = TimeSpan.FromSeconds(45);

    private Instance(
        NumberId id, TenantId tenant, PhoneNumber number, DisplayName name, Provider provider, Labels labels, InstanceState state,
        DateTimeOffset createdAt)
    {
        (Id, Tenant, Number, Name, Provider, Labels, State, CreatedAt) = (id, tenant, number, name, provider, labels, state, createdAt);
        UpdatedAt = createdAt;
    }

    public NumberId Id { get; }

    public TenantId Tenant { get; }

    /// <summary>As it was asked for; <see cref="ConnectedNumber"/> is what WhatsApp reports.</summary>
    public PhoneNumber Number { get; }

    public DisplayName Name { get; private set; }

    public Provider Provider { get; private set; }

    public Labels Labels { get; private set; }

    public InstanceState State { get; private set; }

    public PhoneNumber? ConnectedNumber { get; private set; }

    public DateTimeOffset? ConnectedAt { get; private set; }

    public LastCheck LastCheck { get; private init; }

    public Disconnect? LastDisconnect { get; private init; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public static Instance Create(
        NumberId id, TenantId tenant, PhoneNumber number, DisplayName name, Provider provider, Labels labels, DateTimeOffset now) =>
        new(id, tenant, number, name, provider, labels, InstanceState.Close, now);

    /// <summary>A number of the official API is born connected: before that Meta has it, not we.</summary>
    public static Instance OfMeta(NumberId id, TenantId tenant, PhoneNumber number, DisplayName name, Labels labels, DateTimeOffset now) =>
        new(id, tenant, number, name, Provider.Meta, labels, InstanceState.Open, now) { ConnectedNumber = number, ConnectedAt = now };

    public static Instance FromStore(
        NumberId id, TenantId tenant, PhoneNumber number, DisplayName name, Provider provider, Labels labels, InstanceState state,
        PhoneNumber? connectedNumber, DateTimeOffset? connectedAt, LastCheck lastCheck, Disconnect? lastDisconnect,
        DateTimeOffset createdAt, DateTimeOffset updatedAt) =>
        new(id, tenant, number, name, provider, labels, state, createdAt)
        {
            ConnectedNumber = connectedNumber,
            ConnectedAt = connectedAt,
            LastCheck = lastCheck,
            LastDisconnect = lastDisconnect,
            UpdatedAt = updatedAt
        };

    public Result<Done> BeginPairing(DateTimeOffset now) => MoveTo(InstanceState.Connecting, now);

    public Result<Done> Connect(PhoneNumber connectedNumber, DateTimeOffset now)
    {
        var moved = MoveTo(InstanceState.Open, now);
        if (moved.Refusal is null)
            (ConnectedNumber, ConnectedAt) = (connectedNumber, now);
        return moved;
    }

    /// <summary>What was to be paired by QR code is connected through the official API instead.</summary>
    public Result<Done> SwitchToMeta(PhoneNumber connectedNumber, DateTimeOffset now)
    {
        var begun = BeginPairing(now);
        if (begun.Refusal is not null)
            return begun;
        Provider = Provider.Meta;
        return Connect(connectedNumber, now);
    }

    /// <summary>A number of the official API is connected once more, whatever became of its last connection.</summary>
    public Result<Done> Renew(PhoneNumber connectedNumber, DateTimeOffset now)
    {
        if (State != InstanceState.Open && BeginPairing(now) is { Refusal: { } removed })
            return removed;
        (State, ConnectedNumber, ConnectedAt, UpdatedAt) = (InstanceState.Open, connectedNumber, now, now);
        return default(Done);
    }

    public void Describe(DisplayName name, Labels labels) => (Name, Labels) = (name, labels);

    public Result<Done> Close(DateTimeOffset now) => MoveTo(InstanceState.Close, now);

    public Result<Done> Remove(DateTimeOffset now) => MoveTo(InstanceState.Removed, now);

    /// <summary>Connecting again while connecting renews the artifact; everything else that stands still is refused.</summary>
    internal static bool CanMove(InstanceState from, InstanceState to) => (from, to) switch
    {
        (InstanceState.Close or InstanceState.Connecting, InstanceState.Connecting) => true,
        (InstanceState.Connecting, InstanceState.Open or InstanceState.Close) => true,
        (InstanceState.Open, InstanceState.Close) => true,
        (not InstanceState.Removed, InstanceState.Removed) => true,
        _ => false,
    };

    private Result<Done> MoveTo(InstanceState to, DateTimeOffset now)
    {
        if (!CanMove(State, to))
            return State switch
            {
                InstanceState.Open => new AlreadyConnected(),
                InstanceState.Close or InstanceState.Connecting => new NothingToScan(),
                InstanceState.Removed => new NumberNotFound(),
            };
        (State, UpdatedAt) = (to, now);
        return default(Done);
    }
}
