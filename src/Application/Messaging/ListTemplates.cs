using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Messaging;

public sealed record ListTemplates(Caller Caller, PageRequest Page) : IRequest<Result<Page<TemplateView>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ListTemplatesHandler(ITemplateQueries templates, TemplateViews views)
    : IRequestHandler<ListTemplates, Result<Page<TemplateView>>>
{
    public async Task<Result<Page<TemplateView>>> Handle(ListTemplates request, CancellationToken cancellationToken)
    {
        var page = await templates.List(request.Caller, request.Page, cancellationToken);
        var origins = await views.Origins(request.Caller.Tenant, cancellationToken);
        return page.Select(template => new TemplateView(template, views.Problem(template, request.Caller.Mode, origins)?.Text));
    }
}
