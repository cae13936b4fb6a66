namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// Ends a job as failed. The message is stored and shown to operators: it never holds a secret, token, phone number or payload.
/// </summary>
internal sealed class JobFailedException(string reason) : Exception(reason)
{
    /// <summary>Nothing is wrong with the job: it was the database's failure, and what is pending is found again.</summary>
    public bool IsOfDatabase { get; init; }
}
