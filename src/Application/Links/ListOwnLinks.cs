using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

public sealed record ListOwnLinks(Caller Caller, PageRequest Page) : IRequest<Result<Page<LinkDetail>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public LinkStatus? Status { get; init; }

    public NumberId? Number { get; init; }

    public string? ExternalRef { get; init; }
}

internal sealed class ListOwnLinksValidator : AbstractValidator<ListOwnLinks>
{
    public ListOwnLinksValidator() => RuleFor(list => list.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
}

internal sealed class ListOwnLinksHandler(ILinkQueries links, TimeProvider clock) : IRequestHandler<ListOwnLinks, Result<Page<LinkDetail>>>
{
    public async Task<Result<Page<LinkDetail>>> Handle(ListOwnLinks request, CancellationToken cancellationToken) =>
        await links.List(request, clock.GetUtcNow(), cancellationToken);
}
