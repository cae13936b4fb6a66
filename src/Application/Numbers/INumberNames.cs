using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>A number as lists of other things show it.</summary>
public sealed record NumberName(NumberId Id, PhoneNumber Number, DisplayName Name);

public interface INumberNames
{
    /// <summary>All numbers of a tenant that were not removed, newest first.</summary>
    Task<IReadOnlyList<NumberName>> Of(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Which of these are the tenant's.</summary>
    Task<IReadOnlySet<NumberId>> Own(TenantId tenant, IReadOnlyCollection<NumberId> asked, CancellationToken cancellationToken);
}
