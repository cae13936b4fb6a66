using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>Changes what is named and keeps the rest.</summary>
public sealed record UpdateNumber(Caller Caller, NumberId Number, NumberChange Change) : IRequest<Result<NumberItem>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class UpdateNumberValidator : AbstractValidator<UpdateNumber>
{
    public UpdateNumberValidator()
    {
        RuleFor(request => request.Change.Name.Value).Must(name => DisplayName.Parse(name) is not null).When(request => request.Change.Name.IsSent)
            .OverridePropertyName("name").WithMessage(Labelling.NameRule);
        RuleFor(request => request.Change.ExternalRef.Value).Must(Labelling.Fits).OverridePropertyName("externalRef").WithMessage(Labelling.ExternalRefRule);
        RuleFor(request => request.Change.Metadata.Value).Must(Labelling.Fits).OverridePropertyName("metadata").WithMessage(Labelling.MetadataRule);
    }
}

internal sealed class UpdatedNumber(IInstanceQueries instances) : IExistence<UpdateNumber>
{
    public async Task<Refusal?> Missing(UpdateNumber request, CancellationToken cancellationToken) =>
        await instances.Reached(request.Caller, request.Number, cancellationToken) is null ? new NumberNotFound() : null;
}

internal sealed class UpdateNumberHandler(IStore store, IInstanceQueries instances, IKeyTraces keys, TimeProvider clock) : IRequestHandler<UpdateNumber, Result<NumberItem>>
{
    public async Task<Result<NumberItem>> Handle(UpdateNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();

        if (request.Change != new NumberChange())
        {
            await using var work = await store.Begin(cancellationToken);
            if (!await work.Instances.Change(instance.Id, request.Change, clock.GetUtcNow()))
                return new NumberNotFound();
            await work.Commit(cancellationToken);
        }

        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } changed)
            return new NumberNotFound();
        var traces = await keys.Of(request.Caller.Tenant, [changed.Id], cancellationToken);
        return new NumberItem(changed, [.. traces[changed.Id]]);
    }
}
