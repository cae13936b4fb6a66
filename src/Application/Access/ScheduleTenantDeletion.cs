using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>
/// Marks a tenant for deletion with all its data after a waiting time, in which none of its keys opens anything and in which it can be
/// kept instead. Once marked, it keeps its time.
/// </summary>
public sealed record ScheduleTenantDeletion(TenantId Tenant) : IRequest<Result<ScheduledDeletion>>;

public sealed record ScheduledDeletion(string Name, DateTimeOffset At);

/// <summary>How long a tenant that was marked for deletion waits for it.</summary>
public interface ITenantDeletionDelay
{
    TimeSpan Delay { get; }
}

internal sealed class ScheduleTenantDeletionHandler(IStore store, ITenantDeletionDelay delay, TimeProvider clock)
    : IRequestHandler<ScheduleTenantDeletion, Result<ScheduledDeletion>>
{
    public async Task<Result<ScheduledDeletion>> Handle(ScheduleTenantDeletion request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (await work.Tenants.ScheduleDeletion(request.Tenant, clock.GetUtcNow() + delay.Delay) is not { } scheduled)
            return new TenantNotFound();
        await work.Commit(cancellationToken);
        return scheduled;
    }
}
