using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>Changes what is named of a link that is active or expired and keeps the rest. A new end revives an expired one.</summary>
public sealed record UpdateLink(Caller Caller, LinkId Link, LinkChange Change) : IRequest<Result<LinkDetail>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

public sealed record LinkChange
{
    /// <summary>A link is never without one.</summary>
    public Optional<DateTimeOffset?> ExpiresAt { get; init; }

    public Optional<string> RedirectUrl { get; init; }

    public Optional<string> FailureRedirectUrl { get; init; }

    /// <summary>Replaces the whole snapshot; what it leaves out reads the tenant's live values.</summary>
    public Optional<BrandingLayer> Branding { get; init; }

    public Optional<IReadOnlyList<string>> AllowedOrigins { get; init; }

    /// <summary>Replaces all pairs.</summary>
    public Optional<IReadOnlyDictionary<string, string>> Metadata { get; init; }

    public Optional<string> Locale { get; init; }
}

internal sealed class UpdateLinkValidator : AbstractValidator<UpdateLink>
{
    public UpdateLinkValidator(OwnLinks links, LogoAddress logos, TimeProvider clock)
    {
        RuleFor(request => request.Change.ExpiresAt.Value).NotNull().When(request => request.Change.ExpiresAt.IsSent)
            .OverridePropertyName("expiresAt")
            .WithMessage("must be a time");
        RuleFor(request => request).MustAsync(async (request, cancellationToken) =>
                await links.Find(request.Caller, request.Link, cancellationToken) is not { } link
                    || link.MayEndAt(request.Change.ExpiresAt.Value!.Value, clock.GetUtcNow()))
            .When(request => request.Change.ExpiresAt.Value is not null).OverridePropertyName("expiresAt")
            .WithMessage("must be from 5 minutes from now to 30 days after the link was made or rotated");
        RuleFor(request => request.Change.Metadata.Value).Must(Labelling.Fits).OverridePropertyName("metadata")
            .WithMessage(Labelling.MetadataRule);
        RuleFor(request => request.Change.Branding.Value!).SetValidator(request => new BrandingLayerValidator(request.Caller.Mode, logos))
            .When(request => request.Change.Branding.Value is not null).OverridePropertyName("branding");
        RuleFor(request => request).Custom((request, context) => LinkTermsRules.Check(
            context, request.Caller.Mode, request.Change.RedirectUrl.Value, request.Change.FailureRedirectUrl.Value,
            request.Change.Locale.Value, request.Change.AllowedOrigins.Value));
    }
}

internal sealed class UpdatedLink(OwnLinks links) : Subject<UpdateLink, PairingLink>
{
    public override Task<Result<PairingLink>> Find(UpdateLink request, CancellationToken cancellationToken) =>
        links.Get(request.Caller, request.Link, cancellationToken);
}

internal sealed class UpdateLinkHandler(
    IStore store, UpdatedLink updated, OwnLinks links, LogoAddress logos, TimeProvider clock)
    : IRequestHandler<UpdateLink, Result<LinkDetail>>
{
    public async Task<Result<LinkDetail>> Handle(UpdateLink request, CancellationToken cancellationToken)
    {
        var found = await updated.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;

        var (link, change) = (found.Value, request.Change);
        if (change.AllowedOrigins.Value is { } origins)
            change = change with { AllowedOrigins = new(true, WebAddress.Origins(origins)) };
        await using (var work = await store.Begin(cancellationToken))
        {
            if (!await work.Links.Change(link.Id, change))
                return new LinkNotActive();
            if (change.Branding.Value is { } branding)
                work.Brandings.Want(link.Tenant, logos.ForeignOf(branding), clock.GetUtcNow());
            await work.Commit(cancellationToken);
        }

        return await links.Detail(request.Caller, link.Id, cancellationToken) is { } detail ? detail : new LinkNotFound();
    }
}
