using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;

namespace PilotPairing.Application.Numbers;

/// <summary>The living numbers of the tenant, newest first, with the key that reaches each alone.</summary>
public sealed record ListNumberKeys(Caller Caller, PageRequest Page) : IRequest<Result<Page<NumberKey>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

/// <param name="Key">Null as long as nobody made one for the number.</param>
public sealed record NumberKey(Instance Number, KeySummary? Key);

internal sealed class ListNumberKeysHandler(
    IInstanceQueries numbers, IKeyQueries keys) : IRequestHandler<ListNumberKeys, Result<Page<NumberKey>>>
{
    public async Task<Result<Page<NumberKey>>> Handle(ListNumberKeys request, CancellationToken cancellationToken)
    {
        var page = await numbers.List(new(request.Caller), request.Page, cancellationToken);
        var keyed = await keys.OfNumbers(request.Caller.Tenant, [.. page.Items.Select(number => number.Id)], cancellationToken);
        return new Page<NumberKey>([.. page.Items.Select(number => new NumberKey(number, keyed.GetValueOrDefault(number.Id)))], page.Next);
    }
}
