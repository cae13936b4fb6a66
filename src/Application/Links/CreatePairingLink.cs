using System.Security.Cryptography;
using FluentValidation;
using MediatR;
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

public sealed record CreatePairingLink(Caller Caller) : IRequest<Result<PairingLinkCreated>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public Provider? Provider { get; init; }

    /// <summary>Choosing a flow chooses the official API.</summary>
    public MetaFlow? MetaFlow { get; init; }

    /// <summary>Null where none was sent, or none that can be read; so is <see cref="Number"/>.</summary>
    public DisplayName? Name { get; init; }

    public PhoneNumber? Number { get; init; }

    public bool LinkToApiKey { get; init; } = true;

    public bool SendViaWhatsApp { get; init; }

    public BrandingLayer? Branding { get; init; }

    /// <summary>The other spelling of <see cref="Branding"/>.</summary>
    public BrandingLayer? BrandingOverride { get; init; }

    public string? RedirectUrl { get; init; }

    public string? RedirectState { get; init; }

    public string? FailureRedirectUrl { get; init; }

    public string? ExternalRef { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public int? ExpiresInSeconds { get; init; }

    public string? Locale { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    public IReadOnlyList<PairingMethod>? Methods { get; init; }

    public NumberPolicy? NumberPolicy { get; init; }

    /// <summary>The number that the link connects again, instead of a new one.</summary>
    public ReconnectTarget? Reconnect { get; init; }

    public bool IsMeta => Provider == Domain.Numbers.Provider.Meta || MetaFlow is not null;
}

/// <param name="Written">What was sent.</param>
/// <param name="Number">Null when that is no id of ours: nobody's number.</param>
public sealed record ReconnectTarget(string? Written, NumberId? Number);

/// <param name="Instance">Null for the official API, whose number is known at completion.</param>
/// <param name="LinkedKey">The number key that follows the link to its number.</param>
public sealed record PairingLinkCreated(PairingLink Link, PairingToken Token, Instance? Instance, MessageOutcome? Message, KeyId? LinkedKey);

internal sealed class CreatePairingLinkValidator : AbstractValidator<CreatePairingLink>
{
    public CreatePairingLinkValidator(LogoAddress logos)
    {
        RuleFor(link => link.Name).NotNull().WithMessage(Labelling.NameRule)
            .When(AsksForANumber);
        RuleFor(link => link.Number).NotNull().WithMessage(Labelling.NumberRule)
            .When(AsksForANumber);
        RuleFor(link => link.MetaFlow).Null().When(link => link.Provider == Provider.PilotStatus).WithMessage("is for provider META only");
        RuleFor(link => link.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
        RuleFor(link => link.Metadata).Must(Labelling.Fits).WithMessage(Labelling.MetadataRule);
        RuleFor(link => link.ExpiresInSeconds).SetValidator(new LinkLife<CreatePairingLink>());
        RuleFor(link => link.Branding).Must((link, branding) => branding == link.BrandingOverride)
            .When(link => link.Branding is not null && link.BrandingOverride is not null).WithMessage("differs from brandingOverride, which is the same thing");
        RuleFor(link => link.Branding!).SetValidator(link => new BrandingLayerValidator(link.Caller.Mode, logos)).When(link => link.Branding is not null);
        RuleFor(link => link.BrandingOverride!).SetValidator(link => new BrandingLayerValidator(link.Caller.Mode, logos))
            .When(link => link.BrandingOverride is not null && link.Branding is null);
        RuleFor(link => link.Reconnect!.Written).NotEmpty().When(link => link.Reconnect is not null).OverridePropertyName("reconnect.numberId").WithMessage("is required");
        RuleFor(link => link).Custom((link, context) => LinkTermsRules.Check(link, context));
    }

    private static bool AsksForANumber(CreatePairingLink link) => !link.IsMeta && link.Reconnect is null;
}

/// <summary>Reported before a broken body is: 403 comes before 400.</summary>
internal sealed class LinkOfNewNumber(NumberCreation creation) : IExistence<CreatePairingLink>
{
    public async Task<Refusal?> Missing(CreatePairingLink request, CancellationToken cancellationToken) =>
        request.Reconnect is null ? await creation.Refused(request.Caller, cancellationToken) : null;
}

internal sealed class CreatePairingLinkHandler(
    IStore store, IInstanceQueries instances, LinkOfNewNumber numbers, PairingPrerequisites prerequisites, LogoAddress logos,
    LinkSending sending, IOngoingPairing pairing, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<CreatePairingLink, Result<PairingLinkCreated>>
{
    public async Task<Result<PairingLinkCreated>> Handle(CreatePairingLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
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

        var draft = request.SendViaWhatsApp && instance is not null ? await sending.Draft(request.Caller, link, now, cancellationToken) : null;

        var linked = await Write(request, link, token, instance, draft, now, cancellationToken);
        return new PairingLinkCreated(link, token, instance, await Sent(request, draft, cancellationToken), linked);
    }

    private async Task<KeyId?> Write(
        CreatePairingLink request, PairingLink link, PairingToken token, Instance? instance, LinkSend? draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isNew = request.Reconnect is null;
        await using var work = await store.Begin(cancellationToken);
        if (instance is not null && isNew)
        {
            work.Instances.Add(instance);
            work.Events.Add(NumberEvent.Of(EventNames.NumberCreated, instance, now) with { Link = link.Id });
        }

        // A dead session would be in the way of the new one; a pairing that is under way is not dead.
        if (instance is { State: InstanceState.Close } && !isNew && await work.Instances.Hold(instance.Id) && !await pairing.Exists(work, instance.Id))
            work.CleanUps.Add(instance, CleanUp.Logout);
        work.Links.Add(link, token);
        if (draft is not null)
            work.Sends.Add(draft, instance!.Number);
        if (logos.IsForeign(link.Terms.Branding.LogoUrl))
            work.Brandings.Want(link.Tenant, link.Terms.Branding.LogoUrl!, now);
        KeyId? linked = isNew && request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        if (linked is not null)
            work.KeyMoves.Begin(request.Caller, link.Id, instance?.Id, now);
        work.Events.Add(LinkEvent.Of(EventNames.LinkCreated, link, LinkStatus.Active, PairingPhase.Ready, now));
        await work.Commit(cancellationToken);
        return linked;
    }

    private async Task<MessageOutcome?> Sent(CreatePairingLink request, LinkSend? draft, CancellationToken cancellationToken)
    {
        if (!request.SendViaWhatsApp)
            return null;
        return draft is null ? new(false, MessageProblem.NoRecipient) : await sending.Outcome(draft, cancellationToken);
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
