using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>One number: its connection, its links, and what an operator can do about it.</summary>
internal sealed class NumberModel(
    RandomNumberGenerator random, IMediator mediator, IOpsNumberQueries numbers, IOpsLinkQueries links, IOpsAuditQueries audit,
    ConnectAddress addresses, TimeProvider clock)
    : OpsSubjectPage(random, audit)
{
    public OpsNumber Number { get; private set; } = null!;

    public OpsMetaHealth? Meta { get; private set; }

    public IReadOnlyList<OpsLink> Links { get; private set; } = [];

    /// <summary>Of the link that was just made to connect the number again.</summary>
    public string? Address { get; private set; }

    public bool CanLogOut =>
        MayChange && Number.Provider == Provider.PilotStatus && Number.State is InstanceState.Open or InstanceState.Connecting;

    public bool CanReconnect =>
        MayChange && Number.Provider == Provider.PilotStatus && Number.State is InstanceState.Close or InstanceState.Connecting;

    public Task<IActionResult> OnPostLogOutAsync(CancellationToken cancellationToken) => On(
        caller => Act(mediator, AuditAction.NumberLoggedOut, Subject, new LogoutNumber(caller, Number.Id), cancellationToken),
        _ => OpsNotices.LoggedOut, cancellationToken);

    public Task<IActionResult> OnPostReconnectAsync(CancellationToken cancellationToken) => On(
        caller => Act(
            mediator, AuditAction.ReconnectLinkCreated, Subject, new CreatePairingLink(caller) { Reconnect = new(Subject, Number.Id) },
            cancellationToken),
        async made =>
        {
            await Load(cancellationToken);
            Address = $"{await addresses.Of(Number.Tenant, cancellationToken)}/connect/{made.Token.Value}";
            return Page();
        },
        cancellationToken);

    protected override string Subject => Number.Id.ToString();

    protected override Caller Owner => OperatorCallers.For(Number.Tenant, Number.Mode);

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new NumberId(PathId.Read(NumberId.Prefix, Id));
        if (await numbers.Find(id, cancellationToken) is not { } number)
            return false;

        Number = number;
        Meta = await numbers.MetaHealth(id, cancellationToken);
        Links = (await links.List(new() { Number = id }, new(MostRows, null), clock.GetUtcNow(), cancellationToken)).Items;
        await ReadAudit(cancellationToken);
        return true;
    }
}
