using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Ops;

/// <summary>
/// Deletes the tenants whose waiting time is over: ends their numbers' sessions at the gateways, waits for that, deletes all their rows in
/// small steps, and writes into the audit log that it was done. Whatever step it was interrupted at, the next run goes on from there.
/// </summary>
public sealed record DeleteDueTenants : IRequest<Result<Done>>;

/// <param name="Since">When its deletion began.</param>
public sealed record DueDeletion(TenantId Tenant, TenantMode Mode, DateTimeOffset Since);

public interface ITenantDeletions
{
    /// <summary>Those that are due, and from now on cannot be kept.</summary>
    Task<IReadOnlyList<DueDeletion>> Begin(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Sessions that gateways have not ended yet.</summary>
    Task<int> OpenSessions(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Deletes everything of a tenant but the tenant itself, in many short transactions.</summary>
    Task DeleteRows(TenantId tenant, CancellationToken cancellationToken);
}

public interface ITenantJobs
{
    /// <summary>Deletes the background jobs that name a tenant.</summary>
    Task Delete(TenantId tenant, CancellationToken cancellationToken);
}

internal sealed class DeleteDueTenantsHandler(
    IStore store, ITenantDeletions deletions, ITenantJobs jobs, IInstanceQueries instances, TimeProvider clock)
    : IRequestHandler<DeleteDueTenants, Result<Done>>
{
    private const int Batch = 100;

    /// <summary>A gateway that is away for good does not keep a tenant's data for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public async Task<Result<Done>> Handle(DeleteDueTenants request, CancellationToken cancellationToken)
    {
        foreach (var due in await deletions.Begin(clock.GetUtcNow(), cancellationToken))
        {
            await EndNumbers(due, cancellationToken);
            var open = await deletions.OpenSessions(due.Tenant, cancellationToken);
            if (open > 0 && clock.GetUtcNow() < due.Since + Patience)
                continue;
            await deletions.DeleteRows(due.Tenant, cancellationToken);
            await jobs.Delete(due.Tenant, cancellationToken);
            await Finish(due.Tenant, open, cancellationToken);
        }

        return default(Done);
    }

    private async Task EndNumbers(DueDeletion due, CancellationToken cancellationToken)
    {
        var living = new NumberFilter(OperatorCallers.For(due.Tenant, due.Mode));
        while ((await instances.List(living, new(Batch, null), cancellationToken)).Items is { Count: > 0 } numbers)
        {
            foreach (var number in numbers)
            {
                await using var work = await store.Begin(cancellationToken);
                if (await NumberRemoval.End(work, number, clock.GetUtcNow()) is not null)
                    await work.Commit(cancellationToken);
            }
        }
    }

    private async Task Finish(TenantId tenant, int open, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Tenants.Delete(tenant))
            return;
        work.AuditLog.Add(
            new(clock.GetUtcNow(), AuditEntry.Server, null, AuditAction.TenantDeleted, tenant.ToString(), AuditEntry.Here, null)
            { Detail = open == 0 ? null : $"{open} sessions were not ended at their gateways" });
        await work.Commit(cancellationToken);
    }
}
