using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Statistics;

/// <summary>What the rows of a funnel stand for.</summary>
public enum FunnelGrouping
{
    Day,
    Method,
    Device,
    Language,
}

/// <param name="Key">A day such as <c>2026-11-30</c>, or a method, device or language; <c>other</c> where it is not known.</param>
/// <param name="Failed">Links whose last attempt failed and that never connected.</param>
/// <param name="MedianSeconds">From the first start to the connection; null where nothing connected.</param>
/// <param name="Failures">How many of the failed links by reason, the most frequent first.</param>
public sealed record FunnelRow(
    string Key, long Created, long Opened, long Started, long Scanned, long Connected, long Failed, int? MedianSeconds,
    IReadOnlyList<FunnelFailure> Failures)
{
    /// <summary>Null unless a row stands for a tenant.</summary>
    public TenantId? Tenant { get; init; }

    public static FunnelRow Empty(string key) => new(key, 0, 0, 0, 0, 0, 0, null, []);
}

public sealed record FunnelFailure(string Reason, long Links);

/// <param name="Rows">Those with the most links first, as many as were asked for at most.</param>
/// <param name="Count">How many groups there are.</param>
public sealed record FunnelGroups(IReadOnlyList<FunnelRow> Rows, int Count);

/// <summary>
/// The pairing funnel, by the day (UTC) on which the links were made. Read from daily sums: it costs the same however many links there are.
/// A link counts in every step up to the furthest that it reached.
/// </summary>
public interface IFunnelQueries
{
    /// <summary>Only rows of links that exist, in the order of their keys.</summary>
    Task<IReadOnlyList<FunnelRow>> OfTenant(TenantId tenant, FunnelPeriod period, FunnelGrouping grouping,
        CancellationToken cancellationToken);

    /// <summary>The same of every tenant together, for operators.</summary>
    Task<FunnelGroups> OfAllTenants(
        FunnelPeriod period, FunnelGrouping grouping, int atMost, CancellationToken cancellationToken);

    /// <summary>One row per tenant that made links, whose key is the tenant's id; for operators.</summary>
    Task<FunnelGroups> PerTenant(FunnelPeriod period, int atMost, CancellationToken cancellationToken);

    /// <summary>One row of everything, whose key is empty; for operators.</summary>
    Task<FunnelRow> Totals(FunnelPeriod period, CancellationToken cancellationToken);
}

/// <summary>Keeps the daily sums.</summary>
public interface IFunnelRollups
{
    /// <summary>
    /// Counts links that were made or moved on since the last time: each is taken out of the sum that it was in and put into its new one,
    /// in the transaction that takes its change from the list. Two callers wait for each other.
    /// </summary>
    /// <returns>How many changes it took.</returns>
    Task<int> Count(int atMost);
}

/// <summary>The module's part of a unit of work.</summary>
public static class StatisticsWork
{
    extension(IWork work)
    {
        public IFunnelRollups Funnel => work.Repository<IFunnelRollups>();
    }
}
