using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One link: what happened to it, and what an operator can do about it.</summary>
internal sealed class LinkModel(
    RandomNumberGenerator random, IMediator mediator, ILinkQueries links, ILinkUrls urls, IOpsLinkQueries history, IOpsAuditQueries audit,
    ITenantDirectory tenants,
    ConnectAddress addresses, TimeProvider clock) : OpsSubjectPage(random, audit)
{
    public LinkDetail Detail { get; private set; } = null!;

    public PairingLink Link => Detail.Link;

    public Tenant Tenant { get; private set; } = null!;

    public LinkStatus Status => Link.StatusAt(clock.GetUtcNow());

    public IReadOnlyList<OpsMoment> Timeline { get; private set; } = [];

    /// <summary>The URL with its secret; only in the answer to the form that asked for it.</summary>
    public string? Address { get; private set; }

    /// <summary>Whether <see cref="Address"/> is new.</summary>
    public bool IsRotated { get; private set; }

    public bool CanChange => MayChange && Status is LinkStatus.Active or LinkStatus.Expired;

    public bool CanSend => MayChange && Status == LinkStatus.Active && Link.Provider == Provider.PilotStatus;

    public bool CanOpen => MayChange && Status == LinkStatus.Active && Tenant.Mode == TenantMode.Test;

    public Task<IActionResult> OnPostRevokeAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.LinkRevoked, Subject, new RevokeLink(caller, Link.Id), cancellationToken),
        _ => OpsNotices.Revoked, cancellationToken);

    public Task<IActionResult> OnPostRotateAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.LinkRotated, Subject, new RotateLink(caller, Link.Id), cancellationToken),
        async rotated =>
        {
            await Load(cancellationToken);
            (Address, IsRotated) = ($"{await addresses.Of(Link.Tenant, cancellationToken)}/connect/{rotated.Token.Value}", true);
            return Page();
        },
        cancellationToken);

    public Task<IActionResult> OnPostExtendAsync([FromForm] string? hours, CancellationToken cancellationToken) => OnHours(
        hours,
        count =>
        {
            var end = clock.GetUtcNow().AddHours(count);
            return On(
                caller => Act(
                    mediator, AuditAction.LinkExtended, Subject, new UpdateLink(caller, Link.Id, new() { ExpiresAt = new(true, end) }),
                    cancellationToken, $"to {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}"),
                _ => OpsNotices.Extended, cancellationToken);
        },
        cancellationToken);

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.LinkSent, Subject, new SendLink(caller, Link.Id), cancellationToken),
        outcome => outcome switch
        {
            { Sent: true } => OpsNotices.Sent,
            { Problem.Code: Domain.Messaging.MessageCode.Pending } => OpsNotices.Pending,
            _ => OpsNotices.NotSent,
        },
        cancellationToken);

    /// <summary>The customer's page with its secret, for test mode alone: no operator opens a real customer's link.</summary>
    public Task<IActionResult> OnPostOpenAsync(CancellationToken cancellationToken) => On(
        async caller =>
        {
            if (caller.Mode != TenantMode.Test)
                return new TestModeOnly();
            await mediator.Send(new RecordAction(Session, AuditAction.LinkOpenedAsCustomer, [Subject]), cancellationToken);
            return await urls.Of(Link, cancellationToken) is { } url ? url : (Result<string>)new LinkNotActive();
        },
        url =>
        {
            Address = url;
            return Task.FromResult<IActionResult>(Page());
        },
        cancellationToken);

    protected override string Subject => Link.Id.ToString();

    protected override Caller Owner => OperatorCallers.For(Tenant.Id, Tenant.Mode);

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new LinkId(PathId.Read(LinkId.Prefix, Id));
        if (await links.Find(id, cancellationToken) is not { } link
            || await links.Detail(link.Tenant, id, cancellationToken) is not { } detail
            || await tenants.Find(link.Tenant, cancellationToken) is not { } tenant)
            return false;

        (Detail, Tenant) = (detail, tenant);
        Timeline = LinkTimeline.Of(detail, await history.History(detail.Link, cancellationToken));
        await ReadAudit(cancellationToken);
        return true;
    }
}
