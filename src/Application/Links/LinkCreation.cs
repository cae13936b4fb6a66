using System.Security.Cryptography;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>A link that nothing forbids, and what is to be written of it.</summary>
/// <param name="Draft">The message that sends it; null where none does.</param>
internal sealed record PlannedLink(CreatePairingLink Request, PairingLink Link, PairingToken Token, Instance? Instance, LinkSend? Draft)
{
    public PairingLinkCreated Created(KeyId? linked, MessageOutcome? message) => new(Link, Token, Instance, message, linked);
}

/// <summary>How one link is made, alone or among others: planned by reading only, then written within a unit of work.</summary>
internal sealed class LinkCreation(
    IInstanceQueries instances, LinkOfNewNumber numbers, PairingPrerequisites prerequisites, LogoAddress logos, LinkSending sending,
    IOngoingPairing pairing, RandomNumberGenerator random)
{
    public async Task<Result<PlannedLink>> Plan(CreatePairingLink request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var labels = new Labels(request.ExternalRef, request.Metadata ?? Labels.None.Metadata);
        if (await numbers.Missing(request, cancellationToken) is { } forbidden)
            return forbidden;
        Instance? instance = null;
        if (request.Reconnect is { } reconnect)
        {
            var found = await Reconnected(request, reconnect, cancellationToken);
            if (found.Refusal is { } refusal)
                return refusal;
            instance = found.Value;
        }
        else if (!request.IsMeta)
        {
            instance = Instance.Create(
                NumberId.New(now), request.Caller.Tenant, request.Number!.Value, request.Name!.Value, Provider.PilotStatus, labels, now);
        }

        var flow = request.IsMeta ? request.MetaFlow ?? MetaFlow.Embedded : (MetaFlow?)null;
        if (await prerequisites.Missing(request.Caller, flow, cancellationToken) is { } missing)
            return missing;

        var token = PairingToken.Draw(random);
        var terms = TermsOf(request);
        var life = LinkLife.Of(request.ExpiresInSeconds);
        var link = instance is null
            ? PairingLink.ForMeta(LinkId.New(now), request.Caller.Tenant, flow!.Value, token.Hash(), terms, labels, life, now)
            : PairingLink.ForPhone(LinkId.New(now), request.Caller.Tenant, instance.Id, token.Hash(), terms, labels, life, now);

        var draft = request.SendViaWhatsApp && instance is not null
            ? await sending.Draft(request.Caller, link, now, cancellationToken) : null;
        return new PlannedLink(request, link, token, instance, draft);
    }

    /// <returns>The number key that follows the link to its number.</returns>
    public async Task<KeyId?> Write(IWork work, PlannedLink planned, DateTimeOffset now)
    {
        var (request, link, instance) = (planned.Request, planned.Link, planned.Instance);
        var isNew = request.Reconnect is null;
        if (instance is not null && isNew)
        {
            work.Instances.Add(instance);
            work.Events.Add(NumberEvent.Of(EventNames.NumberCreated, instance, now) with { Link = link.Id });
        }

        // A dead session would be in the way of the new one; a pairing that is under way is not dead.
        if (instance is { State: InstanceState.Close } && !isNew && await work.Instances.Hold(instance.Id)
            && !await pairing.Exists(work, instance.Id))
            work.CleanUps.Add(instance, CleanUp.Logout);
        work.Links.Add(link, planned.Token);
        if (planned.Draft is { } draft)
            work.Sends.Add(draft, instance!.Number);
        work.Brandings.Want(link.Tenant, logos.ForeignOf(link.Terms.Branding), now);
        KeyId? linked = isNew && request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        if (linked is not null)
            work.KeyMoves.Begin(request.Caller, link.Id, instance?.Id, now);
        work.Events.Add(LinkEvent.Of(EventNames.LinkCreated, link, LinkStatus.Active, PairingPhase.Ready, now));
        return linked;
    }

    private async Task<Result<Instance>> Reconnected(CreatePairingLink request, ReconnectTarget target, CancellationToken cancellationToken)
    {
        if (request.IsMeta)
            return new NotSupportedForMeta();
        if (target.Number is not { } id || await instances.Reached(request.Caller, id, cancellationToken) is not { } instance)
            return new NumberNotFound();
        if (instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        return instance.State == InstanceState.Open ? new AlreadyConnected() : instance;
    }

    private static LinkTerms TermsOf(CreatePairingLink request) => new()
    {
        Policy = request.NumberPolicy ?? NumberPolicy.Strict,
        Methods = request.Methods ?? (request.IsMeta ? [PairingMethod.Meta] : [PairingMethod.Qr, PairingMethod.Code]),
        Locale = request.Locale,
        RedirectUrl = request.RedirectUrl,
        RedirectState = request.RedirectState,
        FailureRedirectUrl = request.FailureRedirectUrl,
        AllowedOrigins = WebAddress.Origins(request.AllowedOrigins ?? []),
        Branding = request.Branding ?? request.BrandingOverride ?? BrandingLayer.Empty,
    };
}
