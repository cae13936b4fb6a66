using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>
/// A gateway of ours stored a change of a number's session: it is checked at once instead of within a second or a minute.
/// </summary>
public sealed record CheckNumberSoon(NumberId Number) : IRequest<Result<Done>>;

internal sealed class CheckNumberSoonHandler(RecentChecks checks) : IRequestHandler<CheckNumberSoon, Result<Done>>
{
    public Task<Result<Done>> Handle(CheckNumberSoon request, CancellationToken cancellationToken)
    {
        checks.Soon(request.Number);
        return Task.FromResult<Result<Done>>(default(Done));
    }
}
