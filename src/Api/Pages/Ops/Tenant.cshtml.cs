using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One tenant and its keys.</summary>
internal sealed class TenantModel(
    RandomNumberGenerator random, IMediator mediator, IOpsTenantQueries tenants, IOpsAuditQueries audit, ITenantDeletionDelay delay,
    TimeProvider clock) : OpsSubjectPage(random, audit)
{
    public OpsTenant Tenant { get; private set; } = null!;

    public IReadOnlyList<OpsKey> Keys { get; private set; } = [];

    /// <summary>Made by this request, and shown this once.</summary>
    public ApiKey? NewKey { get; private set; }

    public int DeletionDelay => (int)delay.Delay.TotalDays;

    public bool IsAlive(OpsKey key) => key.EndsAt is null || key.EndsAt > clock.GetUtcNow();

    public Task<IActionResult> OnPostSuspendAsync(CancellationToken cancellationToken) => On(
        _ => Act(mediator, AuditAction.TenantSuspended, Subject, new SuspendTenant(Tenant.Id, true), cancellationToken),
        _ => OpsNotices.Suspended, cancellationToken);

    public Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken) => On(
        _ => Act(mediator, AuditAction.TenantResumed, Subject, new SuspendTenant(Tenant.Id, false), cancellationToken),
        _ => OpsNotices.Resumed, cancellationToken);

    /// <param name="name">The tenant's name, typed: this is the one act that cannot be undone in the end.</param>
    public async Task<IActionResult> OnPostDeleteAsync([FromForm] string? name, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (name?.Trim() != Tenant.Name)
            return await Refused("name", "must be the name of the tenant", cancellationToken);
        return await On(
            _ => Act(mediator, AuditAction.TenantDeletionScheduled, Subject, new ScheduleTenantDeletion(Tenant.Id), cancellationToken),
            _ => OpsNotices.ToBeDeleted, cancellationToken);
    }

    public Task<IActionResult> OnPostKeepAsync(CancellationToken cancellationToken) => On(
        _ => Act(mediator, AuditAction.TenantKept, Subject, new KeepTenant(Tenant.Id), cancellationToken),
        _ => OpsNotices.Kept, cancellationToken);

    public Task<IActionResult> OnPostCreateKeyAsync(CancellationToken cancellationToken) => On(
        _ => Act(mediator, AuditAction.KeyCreated, Subject, new CreateKey(Tenant.Id), cancellationToken),
        key => Shown(key, cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostRotateKeyAsync(
        [FromForm] string? key, [FromForm] string? grace, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (!int.TryParse(grace, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return await Refused("grace", "must be a whole number of seconds", cancellationToken);
        var id = KeyOf(key);
        if (!await tenants.HasKey(Tenant.Id, id, cancellationToken))
            return await Refused(new KeyNotFound(), () => Load(cancellationToken));
        return await On(
            _ => Act(mediator, AuditAction.KeyRotated, id.ToString(), new RotateKey(id) { GraceSeconds = seconds }, cancellationToken,
                $"the old one ends after {seconds} s"),
            made => Shown(made, cancellationToken), cancellationToken);
    }

    public Task<IActionResult> OnPostRevokeKeyAsync([FromForm] string? key, CancellationToken cancellationToken) => On(
        _ => Act(mediator, AuditAction.KeyRevoked, KeyOf(key).ToString(), new RevokeKey(Tenant.Id, KeyOf(key)), cancellationToken),
        _ => OpsNotices.KeyRevoked, cancellationToken);

    protected override string Subject => Tenant.Id.ToString();

    private static KeyId KeyOf(string? written) => new(PathId.Read(KeyId.Prefix, written ?? ""));

    private async Task<IActionResult> Shown(ApiKey made, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        NewKey = made;
        return Page();
    }

    protected override Caller Owner => OperatorCallers.For(Tenant.Id, Tenant.Mode);

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await tenants.Find(new(PathId.Read(TenantId.Prefix, Id)), cancellationToken) is not { } tenant)
            return false;

        Tenant = tenant;
        Keys = await ReadRows(page => tenants.Keys(tenant.Id, page, cancellationToken));
        await ReadAudit(cancellationToken);
        return true;
    }
}
