namespace PilotPairing.Infrastructure.Jobs.Periodic;

/// <summary>A recurring job: it sends one request of the application. It may run twice, though never at once.</summary>
internal interface IPeriodicJob
{
    Task Run(CancellationToken cancellationToken);
}
