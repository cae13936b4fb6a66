using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Pairing;

public interface IPairingHistory
{
    /// <summary>Forgets starts that no budget counts any more.</summary>
    Task Purge(DateTimeOffset before, CancellationToken cancellationToken);
}
