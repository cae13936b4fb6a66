using System.Security.Cryptography;
using MediatR;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The configured gateways as they answer now.</summary>
internal sealed class GatewaysModel(RandomNumberGenerator random, IMediator mediator) : OpsPage(random)
{
    public GatewaysReport Report { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Report = (await mediator.Send(new ReadGateways(), cancellationToken)).Value;
}
