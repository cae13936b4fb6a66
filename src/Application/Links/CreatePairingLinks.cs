using FluentValidation;
using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Links;

/// <summary>
/// Makes many links. Each entry is judged as if it were alone, and one that is refused harms no other. Those that are not are written
/// together: after a failure of the database there are none of them, and the request can be sent again.
/// </summary>
/// <param name="Links">Null where it was left out or could not be read.</param>
public sealed record CreatePairingLinks(IReadOnlyList<CreatePairingLink>? Links) : IRequest<Result<PairingLinksCreated>>, IReadFromBody
{
    public const int Most = 200;

    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

/// <param name="Outcomes">One of each entry, in their order.</param>
public sealed record PairingLinksCreated(IReadOnlyList<Result<PairingLinkCreated>> Outcomes);

internal sealed class CreatePairingLinksValidator : AbstractValidator<CreatePairingLinks>
{
    public CreatePairingLinksValidator() =>
        RuleFor(request => request.Links).Must(links => links is { Count: > 0 and <= CreatePairingLinks.Most })
            .WithMessage($"must be an array of 1 to {CreatePairingLinks.Most} links");
}

internal sealed class CreatePairingLinksHandler(
    IStore store, RequestRules<CreatePairingLink> rules, LinkCreation creation, TimeProvider clock)
    : IRequestHandler<CreatePairingLinks, Result<PairingLinksCreated>>
{
    public async Task<Result<PairingLinksCreated>> Handle(CreatePairingLinks request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var plans = new List<Result<PlannedLink>>(request.Links!.Count);
        foreach (var entry in request.Links)
            plans.Add(await rules.Refused(entry, cancellationToken) is { } refusal
                ? refusal : await creation.Plan(entry, now, cancellationToken));

        var outcomes = plans.TrueForAll(plan => plan.Refusal is not null)
            ? [.. plans.Select(plan => Result<PairingLinkCreated>.Refuse(plan.Refusal!))]
            : await Write(plans, now, cancellationToken);
        return new PairingLinksCreated(outcomes);
    }

    private async Task<IReadOnlyList<Result<PairingLinkCreated>>> Write(
        List<Result<PlannedLink>> plans, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcomes = new List<Result<PairingLinkCreated>>(plans.Count);
        await using var work = await store.Begin(cancellationToken);
        foreach (var plan in plans)
        {
            if (plan.Refusal is { } refusal)
                outcomes.Add(refusal);
            else
                outcomes.Add(plan.Value.Created(await creation.Write(work, plan.Value, now), Message(plan.Value)));
        }

        work.Links.AddOutcomes(plans.First(plan => plan.Refusal is null).Value.Link.Id, BulkOutcomes.Write(outcomes));
        await work.Commit(cancellationToken);
        return outcomes;
    }

    /// <summary>Nobody waits for the messages: there may be hundreds.</summary>
    private static MessageOutcome? Message(PlannedLink planned) =>
        planned.Draft is { } draft ? MessageOutcome.Of(draft) : MessageOutcome.WithoutDraft(planned.Request);
}
