using PilotPairing.Application.Webhooks;

namespace PilotPairing.Application.Operating;

/// <summary>Checks that somebody does the background work, and in time; and says for how long what is kept.</summary>
internal static class WorkFindings
{
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public static IEnumerable<Finding> Of(WorkHealth work)
    {
        yield return work.HeartbeatAge switch
        {
            null => new("workers", Verdict.Warning, "No process does background work: nothing is delivered, checked or deleted.",
                "Start a server of role worker or all."),
            { } age when age > Silent => new(
                "workers", Verdict.Problem, $"The processes that do background work were last seen {age.TotalMinutes:0} minutes ago.",
                "Start a server of role worker or all, and see its log."),
            { } age => new("workers", Verdict.Ok, $"Background work is done; its processes were seen {age.TotalSeconds:0} s ago."),
        };
        var late = work.OutboxAges.Where(pair => pair.Value > Late).Select(pair => $"{pair.Key} for {pair.Value.TotalMinutes:0} minutes")
            .ToList();
        yield return late.Count == 0
            ? new("outbox", Verdict.Ok, "Nothing that is due waits for long.")
            : new("outbox", Verdict.Warning, $"Due work waits: {string.Join(", ", late)}.",
                "See /ops/jobs and /ops/webhooks. Where the workers are busy, raise Jobs or start another worker.");
    }

    public static Finding Of(Retention retention, EventHistory history, bool mayDeleteAudit) =>
        retention.Audit is not null && !mayDeleteAudit
        ? new("retention", Verdict.Problem,
            "Our user lacks the right delete on audit_log, and Retention:AuditDays is set: the log is kept for ever.",
            "Grant delete on audit_log to the user of ConnectionStrings:Postgres, or take Retention:AuditDays away.")
        : new("retention", Verdict.Ok, Kept(retention, history));

    private static string Kept(Retention retention, EventHistory history) =>
        $"Kept: events {Days(history.Length)}, deliveries {Days(retention.Deliveries)}, links {Days(retention.Links)}, messages {Days(retention.Messages)}, audit log {Days(retention.Audit)}.";

    private static string Days(TimeSpan? kept) => kept is { } length ? $"{length.TotalDays:0} days" : "for ever";
}
