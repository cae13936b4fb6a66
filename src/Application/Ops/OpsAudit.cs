using PilotPairing.Application.Operating;

namespace PilotPairing.Application.Ops;

/// <summary>Which entries; what is null filters nothing.</summary>
public sealed record OpsAuditFilter(string? Actor, AuditAction? Action, string? Subject);

/// <param name="Action">As it was recorded: an entry may be of a version that knew other actions.</param>
public sealed record OpsAuditEntry(
    Guid Id, DateTimeOffset At, string Actor, string? Role, string Action, string? Subject, string? Detail, string Address);

/// <summary>The audit log for the operations pages, newest first.</summary>
public interface IOpsAuditQueries
{
    Task<Page<OpsAuditEntry>> List(OpsAuditFilter filter, PageRequest page, CancellationToken cancellationToken);
}
