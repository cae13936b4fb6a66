namespace PilotPairing.Application.Operating;

public interface IDatabaseHealth
{
    /// <summary>
    /// What an exception says of the database, as a sentence; null when it is none of the database's. Pooled connections that would
    /// fail again are dropped.
    /// </summary>
    string? Explain(Exception exception);

    /// <summary>Why requests cannot be served; null when the database can be written to and has every migration.</summary>
    Task<string?> WhyNotReady(CancellationToken cancellationToken);
}
