using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The front of the operations pages: how the installation is now.</summary>
internal sealed class IndexModel(RandomNumberGenerator random, IMediator mediator) : OpsPage(random)
{
    public Overview Overview { get; private set; } = null!;

    public Dictionary<string, string> Figures { get; private set; } = [];

    protected override string MorePolicy => "script-src 'self'; connect-src 'self'; ";

    /// <summary>Null where the address names no grouping that there is.</summary>
    public OpsFunnel? Funnel { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var grouping = new OpsQuery(Request, Faults).Choice<OpsFunnelGrouping>("groupBy") ?? OpsFunnelGrouping.Device;
        var funnel = Faults.Count == 0 ? mediator.Send(new ReadFunnel(grouping), cancellationToken) : null;
        Overview = (await mediator.Send(new ReadOverview(), cancellationToken)).Value;
        Figures = OverviewFigures.Of(Overview);
        if (funnel is null)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        else
            Funnel = (await funnel).Value;
        return Page();
    }
}
