using MediatR;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Access;

/// <summary>Every number of the tenant, newest first, with the key that reaches it alone.</summary>
public sealed record ListNumberKeys(Caller Caller) : IRequest<Result<IReadOnlyList<NumberKey>>>;

/// <param name="Key">Null as long as nobody made one for the number.</param>
public sealed record NumberKey(NumberName Number, KeySummary? Key);

public sealed record KeySummary(KeyId Id, string Last4);

public interface IKeyReads
{
    /// <summary>The newest key of each number that has no end.</summary>
    Task<IReadOnlyDictionary<NumberId, KeySummary>> OfNumbers(TenantId tenant, CancellationToken cancellationToken);

    Task<bool> IsAlive(TenantId tenant, KeyId key, CancellationToken cancellationToken);
}

internal sealed class ListNumberKeysHandler(INumberNames numbers, IKeyReads keys) : IRequestHandler<ListNumberKeys, Result<IReadOnlyList<NumberKey>>>
{
    public async Task<Result<IReadOnlyList<NumberKey>>> Handle(ListNumberKeys request, CancellationToken cancellationToken)
    {
        var named = await numbers.Of(request.Caller.Tenant, cancellationToken);
        var keyed = await keys.OfNumbers(request.Caller.Tenant, cancellationToken);
        return named.Select(number => new NumberKey(number, keyed.GetValueOrDefault(number.Id))).ToList();
    }
}
