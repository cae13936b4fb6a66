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

/// <param name="Values">What was sent.</param>
/// <param name="Cleared">The fields that were sent as null, as they are named on the wire.</param>
public sealed record BrandingChange(BrandingLayer Values, IReadOnlyList<string> Cleared);

internal sealed class ChangeBrandingValidator : AbstractValidator<ChangeBranding>
{
    public ChangeBrandingValidator(LogoAddress logos) => RuleFor(request => request).Custom((request, context) =>
    {
        foreach (var error in new BrandingLayerValidator(request.Caller.Mode, logos).Validate(request.Change.Values).Errors)
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
        work.Brandings.Want(request.Caller.Tenant, logos.ForeignOf(request.Change.Values), now);
        await work.Commit(cancellationToken);
        return branding;
    }
}
