namespace PilotPairing.Application.Connections;

public interface IPairingHistory
{
    /// <summary>Deletes starts that no budget counts any more.</summary>
    Task Purge(DateTimeOffset before, CancellationToken cancellationToken);
}
