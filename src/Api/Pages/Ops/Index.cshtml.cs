using System.Security.Cryptography;
using MediatR;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The front of the operations pages: how the installation is now.</summary>
internal sealed class IndexModel(RandomNumberGenerator random, IMediator mediator) : OpsPage(random)
{
    public Overview Overview { get; private set; } = null!;

    public Dictionary<string, string> Figures { get; private set; } = [];

    protected override string MorePolicy => "script-src 'self'; connect-src 'self'; ";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Overview = (await mediator.Send(new ReadOverview(), cancellationToken)).Value;
        Figures = OverviewFigures.Of(Overview);
    }
}
