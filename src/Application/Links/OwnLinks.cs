using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>The links a key reaches: a number key those of its own number.</summary>
internal sealed class OwnLinks(ILinkQueries reads)
{
    public async Task<PairingLink?> Find(Caller caller, LinkId id, CancellationToken cancellationToken) =>
        await reads.Find(caller.Tenant, id, cancellationToken) is { } link && Reaches(caller, link) ? link : null;

    public async Task<LinkDetail?> Detail(Caller caller, LinkId id, CancellationToken cancellationToken) =>
        await reads.Detail(caller.Tenant, id, cancellationToken) is { } detail && Reaches(caller, detail.Link) ? detail : null;

    /// <summary>As <see cref="Find"/>, where a link that is not reached is refused.</summary>
    public async Task<Result<PairingLink>> Get(Caller caller, LinkId id, CancellationToken cancellationToken) =>
        await Find(caller, id, cancellationToken) is { } link ? link : new LinkNotFound();

    private static bool Reaches(Caller caller, PairingLink link) =>
        caller.Scope == KeyScope.Tenant || (link.Number is { } number && caller.Reaches(number));
}
