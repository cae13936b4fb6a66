using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>The living numbers a key reaches.</summary>
public sealed record ListNumbers(Caller Caller, PageRequest Page) : IRequest<Result<Page<NumberItem>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public InstanceState? State { get; init; }

    public Provider? Provider { get; init; }

    public string? ExternalRef { get; init; }
}

/// <summary>What may be shown of a key.</summary>
public sealed record KeyTrace(string Prefix, string Last4);

public sealed record NumberItem(Instance Instance, IReadOnlyList<KeyTrace> Keys);

public interface IKeyTraces
{
    /// <summary>The living keys of numbers, by number; numbers without one are left out.</summary>
    Task<ILookup<NumberId, KeyTrace>> Of(TenantId tenant, IReadOnlyCollection<NumberId> numbers, CancellationToken cancellationToken);
}

internal sealed class ListNumbersValidator : AbstractValidator<ListNumbers>
{
    public ListNumbersValidator() => RuleFor(list => list.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
}

internal sealed class ListNumbersHandler(
    IInstanceQueries instances, IKeyTraces keys) : IRequestHandler<ListNumbers, Result<Page<NumberItem>>>
{
    public async Task<Result<Page<NumberItem>>> Handle(ListNumbers request, CancellationToken cancellationToken)
    {
        var page = await instances.List(
            new(request.Caller) { State = request.State, Provider = request.Provider, ExternalRef = request.ExternalRef }, request.Page,
            cancellationToken);
        var traces = await keys.Of(request.Caller.Tenant, [.. page.Items.Select(instance => instance.Id)], cancellationToken);
        return new Page<NumberItem>([.. page.Items.Select(instance => new NumberItem(instance, [.. traces[instance.Id]]))], page.Next);
    }
}
