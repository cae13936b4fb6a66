using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>How often the pairing of a phone was started, across numbers, links and tenants.</summary>
public interface IPairingStarts
{
    /// <summary>
    /// Counts a start where the <see cref="PairingBudget"/> has room, and returns null; else the time when it will have. Other callers that
    /// start the same phone wait for this unit of work.
    /// </summary>
    Task<DateTimeOffset?> Take(PhoneNumber phone, PairingMethod method, AttemptId attempt, DateTimeOffset now);

    /// <summary>When a full budget will have room again; null when it has.</summary>
    Task<DateTimeOffset?> FullUntil(PhoneNumber phone, PairingMethod method, DateTimeOffset now);

    /// <summary>The attempt's start at this time failed: it no longer counts.</summary>
    void GiveBack(PhoneNumber phone, AttemptId attempt, DateTimeOffset startedAt);
}
