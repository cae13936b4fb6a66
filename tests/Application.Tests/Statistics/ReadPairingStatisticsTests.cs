using PilotPairing.Application.Statistics;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Statistics;

/// <summary>Which days are read and which are refused; what the sums hold is tested on a database.</summary>
public sealed class ReadPairingStatisticsTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Some.Now.UtcDateTime);
    private static readonly FakeClock Clock = new(Some.Now);

    public static TheoryData<string?, string?, string?> Periods => new()
    {
        { null, null, null },
        { "2026-01-15", "2026-01-15", null },
        { "2026-01-16", null, "From" },
        { "2026-01-15", "2026-01-14", "From" },
        { "2025-01-01", "2026-02-04", null },
        { "2025-01-01", "2026-02-05", "To" },
        { "2024-12-01", null, "To" },
        { null, "0001-01-01", null },
        { "0001-01-01", "9999-12-31", "To" },
        { "9999-12-31", "9999-12-31", null },
    };

    [Theory]
    [MemberData(nameof(Periods))]
    public void A_period_begins_before_it_ends_and_has_at_most_400_days(string? from, string? to, string? refused)
    {
        var request = new ReadPairingStatistics(Some.TenantKey()) { From = Day(from), To = Day(to) };

        new ReadPairingStatisticsValidator(
            Clock).Validate(request).Errors.Select(error => error.PropertyName).Should().Equal(refused is null ? [] : [refused]);
    }

    [Fact]
    public void Left_out_it_is_the_last_thirty_days()
    {
        var period = FunnelPeriod.Of(null, null, Some.Now);

        period.Should().Be(new FunnelPeriod(Today.AddDays(-29), Today));
        period.Days.Should().Be(FunnelPeriod.UsualDays);
        FunnelPeriod.Of(null, new(2025, 3, 1), Some.Now).From.Should().Be(new(2025, 1, 31));
        FunnelPeriod.Of(null, DateOnly.MinValue, Some.Now).From.Should().Be(DateOnly.MinValue);
    }

    [Fact]
    public async Task By_day_every_day_has_a_row_and_by_anything_else_only_what_occurred()
    {
        var funnel = new FakeFunnel(FunnelRow.Empty("2026-01-14") with { Created = 2 });
        var handler = new ReadPairingStatisticsHandler(funnel, Clock);
        var request = new ReadPairingStatistics(Some.TenantKey()) { From = Today.AddDays(-2) };

        var days = (await handler.Handle(request, default)).Value;
        days.Rows.Select(row => (row.Key, row.Created)).Should().Equal(("2026-01-13", 0L), ("2026-01-14", 2L), ("2026-01-15", 0L));
        (await handler.Handle(request with { GroupBy = FunnelGrouping.Device }, default)).Value.Rows.Should().ContainSingle();
        funnel.Asked.Should().Equal(Some.Tenant, Some.Tenant);
    }

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private sealed class FakeFunnel(params FunnelRow[] rows) : IFunnelQueries
    {
        public List<TenantId> Asked { get; } = [];

        public Task<IReadOnlyList<FunnelRow>> OfTenant(
            TenantId tenant, FunnelPeriod period, FunnelGrouping grouping, CancellationToken cancellationToken)
        {
            Asked.Add(tenant);
            return Task.FromResult<IReadOnlyList<FunnelRow>>(rows);
        }

        public Task<FunnelGroups> OfAllTenants(
            FunnelPeriod period, FunnelGrouping grouping, int atMost, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<FunnelGroups> PerTenant(FunnelPeriod period, int atMost, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<FunnelRow> Totals(FunnelPeriod period, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
