using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

public sealed record KeySummary(KeyId Id, string Last4);

public interface IKeyQueries
{
    /// <summary>The newest key of each number that has no end; numbers without one are left out.</summary>
    Task<IReadOnlyDictionary<NumberId, KeySummary>> OfNumbers(TenantId tenant, IReadOnlyCollection<NumberId> numbers,
        CancellationToken cancellationToken);

    Task<bool> IsAlive(TenantId tenant, KeyId key, CancellationToken cancellationToken);
}
