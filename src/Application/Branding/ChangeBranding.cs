using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

public sealed record ChangeBranding(Caller Caller, BrandingChange Change) : IRequest<Result<BrandingLayer>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

public sealed record BrandingChange
{
    public Optional<string> LogoUrl { get; init; }

    public Optional<string> PrimaryColor { get; init; }

    public Optional<string> BackgroundColor { get; init; }

    public Optional<string> CompanyName { get; init; }

    public Optional<string> Subtitle { get; init; }

    public Optional<string> SupportUrl { get; init; }

    public Optional<string> DefaultRedirectUrl { get; init; }

    public Optional<bool?> HidePilotStatusBranding { get; init; }

    /// <summary>The values that were sent, as a layer of their own.</summary>
    public BrandingLayer Values() => new()
    {
        LogoUrl = LogoUrl.Value,
        PrimaryColor = PrimaryColor.Value,
        BackgroundColor = BackgroundColor.Value,
        CompanyName = CompanyName.Value,
        Subtitle = Subtitle.Value,
        SupportUrl = SupportUrl.Value,
        DefaultRedirectUrl = DefaultRedirectUrl.Value,
        HidePilotStatusBranding = HidePilotStatusBranding.Value,
    };
}

internal sealed class ChangeBrandingValidator : AbstractValidator<ChangeBranding>
{
    public ChangeBrandingValidator(LogoAddress logos) => RuleFor(request => request).Custom((request, context) =>
    {
        foreach (var error in new BrandingLayerValidator(request.Caller.Mode, logos).Validate(request.Change.Values()).Errors)
            context.AddFailure(error.PropertyName, error.ErrorMessage);
    });
}

internal sealed class ChangeBrandingHandler(
    IStore store, LogoAddress logos, TimeProvider clock) : IRequestHandler<ChangeBranding, Result<BrandingLayer>>
{
    public async Task<Result<BrandingLayer>> Handle(ChangeBranding request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        var branding = await work.Brandings.Change(request.Caller.Tenant, request.Change, now);
        if (logos.IsForeign(request.Change.LogoUrl.Value))
            work.Brandings.Want(request.Caller.Tenant, request.Change.LogoUrl.Value!, now);
        await work.Commit(cancellationToken);
        return branding;
    }
}
