using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Messaging;

/// <summary>
/// Asks Meta about the templates whose report is due: every hour about approved ones, more often about others, and at once after Meta
/// sent a notification about them. Returns how many it answered for.
/// </summary>
public sealed record RefreshTemplates : IRequest<Result<int>>;

internal sealed class RefreshTemplatesHandler(
    ITemplateQueries templates, TemplateSync sync) : IRequestHandler<RefreshTemplates, Result<int>>
{
    private const int PerRound = 100;

    public async Task<Result<int>> Handle(RefreshTemplates request, CancellationToken cancellationToken)
    {
        var refreshed = 0;
        foreach (var template in await templates.TakeDue(PerRound, cancellationToken))
            refreshed += (await sync.Run(template, cancellationToken)).Refusal is null ? 1 : 0;
        return refreshed;
    }
}
