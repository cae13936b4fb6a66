using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>Section <c>Retention</c>: for how many days what is over is kept.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";
    internal const int Longest = 3650;

    /// <summary>The database refuses to delete younger entries of the audit log.</summary>
    internal const int ShortestAudit = 90;

    /// <summary>Events, which can be listed and replayed. Default 30 days; 1 to 3650.</summary>
    public int EventsDays { get; init; } = 30;

    /// <summary>Attempts at deliveries, with the answers of receivers. Default 30 days; 1 to 3650.</summary>
    public int DeliveriesDays { get; init; } = 30;

    /// <summary>Links that have ended, from their end. Default 0, for ever; 0 to 3650.</summary>
    public int LinksDays { get; init; }

    /// <summary>Messages that were settled. Default 0, for ever; 0 to 3650.</summary>
    public int MessagesDays { get; init; }

    /// <summary>Entries of the audit log. Default 0, for ever; else 90 to 3650.</summary>
    public int AuditDays { get; init; }

    internal EventHistory History => new(TimeSpan.FromDays(EventsDays));

    internal Retention Periods => new(TimeSpan.FromDays(DeliveriesDays), Days(LinksDays), Days(MessagesDays), Days(AuditDays));

    private static TimeSpan? Days(int days) => days == 0 ? null : TimeSpan.FromDays(days);
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var problems = new List<string>();
        Check(options.EventsDays, nameof(options.EventsDays), 1);
        Check(options.DeliveriesDays, nameof(options.DeliveriesDays), 1);
        Check(options.LinksDays, nameof(options.LinksDays), 0);
        Check(options.MessagesDays, nameof(options.MessagesDays), 0);
        Check(options.AuditDays, nameof(options.AuditDays), 0);
        if (options.AuditDays is > 0 and < RetentionOptions.ShortestAudit)
            problems.Add($"{RetentionOptions.Section}:AuditDays must be 0, or at least {RetentionOptions.ShortestAudit}.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(int days, string setting, int fewest)
        {
            if (days < fewest || days > RetentionOptions.Longest)
                problems.Add($"{RetentionOptions.Section}:{setting} must be {fewest} to {RetentionOptions.Longest}.");
        }
    }
}
