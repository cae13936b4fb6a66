using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <summary>Asks Meta what it has under a template's name now. A text is returned as it is.</summary>
public sealed record SyncTemplate(Caller Caller, TemplateId Template) : IRequest<Result<TemplateView>>, ICallOutside;

internal sealed class SyncTemplateHandler(ITemplateQueries templates, TemplateSync sync, TemplateViews views)
    : IRequestHandler<SyncTemplate, Result<TemplateView>>
{
    public async Task<Result<TemplateView>> Handle(SyncTemplate request, CancellationToken cancellationToken)
    {
        if (await templates.Find(request.Caller.Tenant, request.Template, cancellationToken) is not { } template
            || !request.Caller.Reaches(template.Sender.Number))
            return new TemplateNotFound();
        var synced = await sync.Run(template, cancellationToken);
        return synced.Refusal is { } refusal ? refusal : await views.Of(request.Caller, synced.Value, cancellationToken);
    }
}
