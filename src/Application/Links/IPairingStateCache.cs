using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>A number's pairing at one moment, the same for every reader.</summary>
/// <param name="Failure">The code of the refusal behind <see cref="PairingPhase.GatewayUnavailable"/> or
/// <see cref="PairingPhase.Stalled"/>.</param>
public sealed record PairingView(
    NumberId Number, TenantId Tenant, PhoneNumber Phone, string Name, InstanceState State, PairingPhase Phase, Artifacts Artifacts,
    int Sequence,
    DateTimeOffset? CoolingUntil, string? Failure)
{
    public Provider Provider { get; init; }

    /// <summary>The gateway has not answered yet what it was asked to start.</summary>
    public bool IsStartPending { get; init; }

    /// <summary>What WhatsApp reports, which a lenient link lets differ from what was asked for; null while nothing is connected.</summary>
    public PhoneNumber? ConnectedNumber { get; init; }

    /// <summary>What cools down while the other way may be tried; null where nothing cools or everything does.</summary>
    public PairingMethod? Cooled { get; init; }

    public bool Offers(PairingMethod? method, DateTimeOffset now) =>
        method == PairingMethod.Code ? Artifacts.CodeLiveAt(now) : Artifacts.QrLiveAt(now);
}

/// <summary>A link and its number; links of the official API have no number until completion.</summary>
public sealed record LinkView(PairingLink Link, PairingView? Pairing)
{
    /// <summary>What of its number's session the link may show.</summary>
    public Artifacts Artifacts => Pairing?.Artifacts.Only(Link.Terms.Methods) ?? Artifacts.None;

    /// <summary>Ends at once when the number is removed.</summary>
    public bool ShowsReceiptAt(DateTimeOffset now) => Pairing is not null && Link.ShowsReceiptAt(now);

    public PairingPhase PhaseAt(DateTimeOffset now) => Link.StatusAt(now) switch
    {
        LinkStatus.Used => PairingPhase.Connected,
        LinkStatus.Expired or LinkStatus.Revoked => PairingPhase.Expired,
        LinkStatus.Active => Pairing switch
        {
            { State: InstanceState.Open } => PairingPhase.Connected,
            _ when Link.MetaStep?.PhaseAt(now) is { } atMeta => atMeta,
            null => PairingPhase.Ready,
            { Phase: PairingPhase.CoolingDown, CoolingUntil: { } until } when until <= now => PairingPhase.Ready,
            _ => Pairing.Phase,
        },
    };
}

/// <summary>
/// The state of pairings in memory, kept true by the database's notifications: reading it costs no query while nothing changes.
/// While notifications cannot be received it queries the database every time.
/// </summary>
public interface IPairingStateCache
{
    ValueTask<LinkView?> Find(TokenHash token, CancellationToken cancellationToken);

    ValueTask<PairingView?> Find(NumberId number, CancellationToken cancellationToken);

    /// <summary>Queries the database, for a caller that must see its own write; a later <c>Follow</c> yields nothing older.</summary>
    Task<PairingView?> Fresh(NumberId number, CancellationToken cancellationToken);

    /// <summary>
    /// The view now, and again whenever something may have changed; equal consecutive views are possible, a lost change is not.
    /// </summary>
    IAsyncEnumerable<PairingView> Follow(NumberId number, CancellationToken cancellationToken);

    /// <summary>The same for a link; it ends when the link does not exist.</summary>
    IAsyncEnumerable<LinkView> Follow(TokenHash token, CancellationToken cancellationToken);
}
