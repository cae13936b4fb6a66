using MediatR;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Ops;

/// <summary>
/// How the whole installation is at this moment. What it reads is bounded: it costs the same however many rows there are.
/// </summary>
public sealed record ReadOverview : IRequest<Result<Overview>>;

/// <param name="Today">Of the links made since midnight, UTC.</param>
/// <param name="Month">Of the links made within thirty days.</param>
public sealed record Overview(
    DateTimeOffset At, IReadOnlyList<OpsLinkCount> Today, IReadOnlyList<OpsLinkCount> Month, OpsDeliveryRate Deliveries,
    IReadOnlyList<OpsFailingEndpoint> Failing,
    IReadOnlyList<OpsOutstanding> Outstanding, OpsJobs Jobs, DatabaseState Database, IReadOnlyList<OpsGatewayActivity> Gateways);

/// <param name="Count">At most <see cref="Most"/>, which stands for more.</param>
public sealed record OpsLinkCount(LinkStatus Status, int Count)
{
    public const int Most = 10_000;
}

public sealed record OpsMinute(DateTimeOffset Minute, int Delivered, int Failed);

/// <param name="IsCut">There were more attempts than are looked at: the first of these minutes may be incomplete.</param>
public sealed record OpsDeliveryRate(IReadOnlyList<OpsMinute> Minutes, bool IsCut);

public sealed record OpsFailingEndpoint(EndpointId Id, string Name, TenantId Tenant, string TenantName, int Failures, DateTimeOffset Last);

/// <param name="Kind">Deliveries, or messages and cleanups.</param>
/// <param name="Count">At most <see cref="Most"/>, which stands for more.</param>
/// <param name="OldestDue">Null when nothing is due.</param>
public sealed record OpsOutstanding(string Kind, int Count, DateTimeOffset? OldestDue)
{
    public const int Most = 10_000;
}

/// <param name="Overdue">Recurring jobs whose turn is over by more than a minute.</param>
public sealed record OpsJobs(long Failed, long Enqueued, long Processing, int Servers, IReadOnlyList<string> Overdue);

public sealed record OpsGatewayActivity(string Name, DateTimeOffset? LastSuccess);

public interface IOpsJobQueries
{
    OpsJobs Read(DateTimeOffset now);
}

public interface IOpsOverviewQueries
{
    Task<IReadOnlyList<OpsLinkCount>> Links(DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);

    Task<OpsDeliveryRate> Deliveries(DateTimeOffset since, CancellationToken cancellationToken);

    Task<IReadOnlyList<OpsFailingEndpoint>> Failing(DateTimeOffset since, int atMost, CancellationToken cancellationToken);

    Task<IReadOnlyList<OpsOutstanding>> Outstanding(CancellationToken cancellationToken);
}

internal sealed class ReadOverviewHandler(
    IOpsOverviewQueries queries, IOpsGatewayQueries gatewayQueries, IOpsJobQueries jobs, IDatabaseCheck database, IGateways gateways,
    TimeProvider clock)
    : IRequestHandler<ReadOverview, Result<Overview>>
{
    private const int MostFailing = 10;
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    public async Task<Result<Overview>> Handle(ReadOverview request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Two lines at once: a person waits for the longer one, and a page that is left open takes two connections at most.
        var counted = Counted(now, cancellationToken);
        var work = jobs.Read(now);
        var failing = await queries.Failing(now - TimeSpan.FromDays(1), MostFailing, cancellationToken);
        var outstanding = await queries.Outstanding(cancellationToken);
        var successes = await gatewayQueries.Successes(cancellationToken);
        var state = await database.Check(cancellationToken);
        var (today, month, deliveries) = await counted;
        return new Overview(
            now, today, month, deliveries, failing, outstanding, work, state,
            [.. gateways.Configured.Select(gateway =>
                new OpsGatewayActivity(gateway.Name, ReadGatewaysHandler.LastOf(gateway, successes)))]);
    }

    private async Task<(IReadOnlyList<OpsLinkCount> Today, IReadOnlyList<OpsLinkCount> Month, OpsDeliveryRate Deliveries)> Counted(
        DateTimeOffset now, CancellationToken cancellationToken) =>
    (
        await queries.Links(new(now.UtcDateTime.Date, TimeSpan.Zero), now, cancellationToken),
        await queries.Links(now - Month, now, cancellationToken),
        await queries.Deliveries(now - TimeSpan.FromHours(1), cancellationToken)
    );
}
