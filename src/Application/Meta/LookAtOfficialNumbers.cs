using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <param name="Until">The look is this taker's until then; after that somebody takes it again.</param>
public sealed record DueLook(NumberId Number, TenantId Tenant, DateTimeOffset? Until);

public interface IDueLooks
{
    /// <summary>Numbers that Meta said something of. Each is tried four times within some hours.</summary>
    Task<IReadOnlyList<DueLook>> Take(int most, CancellationToken cancellationToken);

    /// <summary>Unless Meta said something again meanwhile.</summary>
    Task Settle(DueLook look, CancellationToken cancellationToken);
}

/// <summary>Asks Graph about the numbers that Meta said something of. Answers how many it told of.</summary>
public sealed record LookAtOfficialNumbers : IRequest<Result<int>>;

internal sealed class LookAtOfficialNumbersHandler(IDueLooks looks, ITenantDirectory tenants, MetaTruth truth) : IRequestHandler<LookAtOfficialNumbers, Result<int>>
{
    private const int PerRound = 100;

    public async Task<Result<int>> Handle(LookAtOfficialNumbers request, CancellationToken cancellationToken)
    {
        var told = 0;
        foreach (var look in await looks.Take(PerRound, cancellationToken))
        {
            if (await tenants.Find(look.Tenant, cancellationToken) is not { } tenant
                || await truth.Of(look.Number, tenant.Mode, isAskedAgain: true, cancellationToken) is not { IsStale: false })
                continue;
            await looks.Settle(look, cancellationToken);
            told++;
        }

        return told;
    }
}
