using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

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
public sealed record PairingLinkCreated(
    PairingLink Link, PairingToken Token, Instance? Instance, MessageOutcome? Message, KeyId? LinkedKey);

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
            .When(link => link.Branding is not null && link.BrandingOverride is not null)
            .WithMessage("differs from brandingOverride, which is the same thing");
        RuleFor(link => link.Branding!).SetValidator(link => new BrandingLayerValidator(link.Caller.Mode, logos))
            .When(link => link.Branding is not null);
        RuleFor(link => link.BrandingOverride!).SetValidator(link => new BrandingLayerValidator(link.Caller.Mode, logos))
            .When(link => link.BrandingOverride is not null && link.Branding is null);
        RuleFor(link => link.Reconnect!.Written).NotEmpty().When(link => link.Reconnect is not null)
            .OverridePropertyName("reconnect.numberId").WithMessage("is required");
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

internal sealed class CreatePairingLinkHandler(IStore store, LinkCreation creation, LinkSending sending, TimeProvider clock)
    : IRequestHandler<CreatePairingLink, Result<PairingLinkCreated>>
{
    public async Task<Result<PairingLinkCreated>> Handle(CreatePairingLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var plan = await creation.Plan(request, now, cancellationToken);
        if (plan.Refusal is { } refusal)
            return refusal;
        var planned = plan.Value;

        var linked = await Write(planned, now, cancellationToken);
        var message = planned.Draft is { } draft ? await sending.Outcome(draft, cancellationToken) : MessageOutcome.WithoutDraft(request);
        return planned.Created(linked, message);
    }

    private async Task<KeyId?> Write(PlannedLink planned, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        var linked = await creation.Write(work, planned, now);
        await work.Commit(cancellationToken);
        return linked;
    }
}
