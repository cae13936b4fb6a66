using System.Globalization;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Statistics;

/// <summary>The pairing funnel of a tenant.</summary>
public sealed record ReadPairingStatistics(Caller Caller) : IRequest<Result<PairingStatistics>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Null where it was left out: by day.</summary>
    public FunnelGrouping? GroupBy { get; init; }
}

public sealed record PairingStatistics(FunnelPeriod Period, FunnelGrouping GroupBy, IReadOnlyList<FunnelRow> Rows);

internal sealed class ReadPairingStatisticsValidator : AbstractValidator<ReadPairingStatistics>
{
    public ReadPairingStatisticsValidator(TimeProvider clock)
    {
        RuleFor(request => request.From).Must((request, _) => PeriodOf(request, clock).Days > 0)
            .WithMessage("must not be after to, which is today in UTC unless given");
        RuleFor(request => request.To).Must((request, _) => PeriodOf(request, clock).Days <= FunnelPeriod.MostDays)
            .WithMessage($"must be less than {FunnelPeriod.MostDays} days after from");
    }

    private static FunnelPeriod PeriodOf(ReadPairingStatistics request, TimeProvider clock) =>
        FunnelPeriod.Of(request.From, request.To, clock.GetUtcNow());
}

internal sealed class ReadPairingStatisticsHandler(IFunnelQueries funnel, TimeProvider clock)
    : IRequestHandler<ReadPairingStatistics, Result<PairingStatistics>>
{
    public async Task<Result<PairingStatistics>> Handle(ReadPairingStatistics request, CancellationToken cancellationToken)
    {
        var (period, grouping) = (FunnelPeriod.Of(request.From, request.To, clock.GetUtcNow()), request.GroupBy ?? FunnelGrouping.Day);
        var rows = await funnel.OfTenant(request.Caller.Tenant, period, grouping, cancellationToken);
        return new PairingStatistics(period, grouping, grouping == FunnelGrouping.Day ? EveryDay(period, rows) : rows);
    }

    /// <summary>A day without links is a row of zeros, so that a chart needs to fill no gaps.</summary>
    private static List<FunnelRow> EveryDay(FunnelPeriod period, IReadOnlyList<FunnelRow> rows)
    {
        var known = rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        return [.. period.Each().Select(day => day.ToString("O", CultureInfo.InvariantCulture))
            .Select(key => known.GetValueOrDefault(key) ?? FunnelRow.Empty(key))];
    }
}
