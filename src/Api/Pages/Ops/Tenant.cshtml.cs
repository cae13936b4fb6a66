using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One tenant and its keys.</summary>
internal sealed class TenantModel(
    RandomNumberGenerator random, IMediator mediator, IOpsTenantQueries tenants, IOpsAuditQueries audit, TimeProvider clock)
    : OpsPage(random)
{
    private const int MostAudit = 20;

    [FromRoute]
    public string Id { get; set; } = "";

    public OpsTenant Tenant { get; private set; } = null!;

    public IReadOnlyList<OpsKey> Keys { get; private set; } = [];

    public OpsPager Pager { get; private set; } = new(null, null);

    public IReadOnlyList<OpsAuditEntry> Audit { get; private set; } = [];

    /// <summary>Made by this request, and shown this once.</summary>
    public ApiKey? NewKey { get; private set; }

    public bool IsAlive(OpsKey key) => key.EndsAt is null || key.EndsAt > clock.GetUtcNow();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostSuspendAsync(CancellationToken cancellationToken) => await Load(cancellationToken)
        ? await After(
            await Act(mediator, AuditAction.TenantSuspended, Subject, new SuspendTenant(Tenant.Id, true), cancellationToken),
            OpsNotices.Suspended, cancellationToken)
        : NotFound();

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken) => await Load(cancellationToken)
        ? await After(
            await Act(mediator, AuditAction.TenantResumed, Subject, new SuspendTenant(Tenant.Id, false), cancellationToken),
            OpsNotices.Resumed, cancellationToken)
        : NotFound();

    public async Task<IActionResult> OnPostCreateKeyAsync(CancellationToken cancellationToken) => await Load(cancellationToken)
        ? await Shown(await Act(mediator, AuditAction.KeyCreated, Subject, new CreateKey(Tenant.Id), cancellationToken), cancellationToken)
        : NotFound();

    public async Task<IActionResult> OnPostRotateKeyAsync(
        [FromForm] string? key, [FromForm] string? grace, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (!int.TryParse(grace, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return await Refused(new ValidationFailed([new("grace", "must be a whole number of seconds")]), () => Load(cancellationToken));
        var id = new KeyId(PathId.Read(KeyId.Prefix, key ?? ""));
        if (!await tenants.HasKey(Tenant.Id, id, cancellationToken))
            return await Refused(new KeyNotFound(), () => Load(cancellationToken));
        var request = new RotateKey(id) { GraceSeconds = seconds };
        return await Shown(await Act(mediator, AuditAction.KeyRotated, id.ToString(), request, cancellationToken,
            $"the old one ends after {seconds} s"), cancellationToken);
    }

    public async Task<IActionResult> OnPostRevokeKeyAsync([FromForm] string? key, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var id = new KeyId(PathId.Read(KeyId.Prefix, key ?? ""));
        return await After(
            await Act(mediator, AuditAction.KeyRevoked, id.ToString(), new RevokeKey(Tenant.Id, id), cancellationToken),
            OpsNotices.KeyRevoked, cancellationToken);
    }

    private string Subject => Tenant.Id.ToString();

    private async Task<IActionResult> After(Result<Done> result, string notice, CancellationToken cancellationToken) =>
        result.Refusal is { } refusal ? await Refused(refusal, () => Load(cancellationToken)) : Done(notice);

    private async Task<IActionResult> Shown(Result<ApiKey> result, CancellationToken cancellationToken)
    {
        if (result.Refusal is { } refusal)
            return await Refused(refusal, () => Load(cancellationToken));
        await Load(cancellationToken);
        NewKey = result.Value;
        return Page();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await tenants.Find(new(PathId.Read(TenantId.Prefix, Id)), cancellationToken) is not { } tenant)
            return false;

        Tenant = tenant;
        var query = new OpsQuery(Request, Faults);
        var request = query.Page();
        if (Faults.Count == 0)
        {
            var page = await tenants.Keys(tenant.Id, request, cancellationToken);
            (Keys, Pager) = (page.Items, query.Pager(page.Next));
        }

        Audit = (await audit.List(new(null, null, Subject), new(MostAudit, null), cancellationToken)).Items;
        return true;
    }
}
