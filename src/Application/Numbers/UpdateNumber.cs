using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
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
        RuleFor(request => request.Change.Name.Value).Must(name => DisplayName.Parse(name) is not null)
            .When(request => request.Change.Name.IsSent)
            .OverridePropertyName("name").WithMessage(Labelling.NameRule);
        RuleFor(request => request.Change.ExternalRef.Value).Must(Labelling.Fits).OverridePropertyName("externalRef")
            .WithMessage(Labelling.ExternalRefRule);
        RuleFor(request => request.Change.Metadata.Value).Must(Labelling.Fits).OverridePropertyName("metadata")
            .WithMessage(Labelling.MetadataRule);
    }
}

internal sealed class UpdatedNumber(IInstanceQueries instances) : Subject<UpdateNumber, Instance>
{
    public override async Task<Result<Instance>> Find(UpdateNumber request, CancellationToken cancellationToken) =>
        await instances.Reached(request.Caller, request.Number, cancellationToken) is { } instance ? instance : new NumberNotFound();
}

internal sealed class UpdateNumberHandler(
    IStore store, UpdatedNumber numbers, IKeyTraces keys, TimeProvider clock) : IRequestHandler<UpdateNumber, Result<NumberItem>>
{
    public async Task<Result<NumberItem>> Handle(UpdateNumber request, CancellationToken cancellationToken)
    {
        var found = await numbers.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;

        if (request.Change != new NumberChange())
        {
            await using var work = await store.Begin(cancellationToken);
            if (!await work.Instances.Change(found.Value.Id, request.Change, clock.GetUtcNow()))
                return new NumberNotFound();
            await work.Commit(cancellationToken);
        }

        var changed = await numbers.Find(request, cancellationToken);
        if (changed.Refusal is { } removed)
            return removed;

        var traces = await keys.Of(request.Caller.Tenant, [changed.Value.Id], cancellationToken);
        return new NumberItem(changed.Value, [.. traces[changed.Value.Id]]);
    }
}
