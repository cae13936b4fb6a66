using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

public sealed record ListTemplates(Caller Caller, PageRequest Page) : IRequest<Result<Page<MessageTemplate>>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ListTemplatesHandler(ITemplateQueries templates) : IRequestHandler<ListTemplates, Result<Page<MessageTemplate>>>
{
    public async Task<Result<Page<MessageTemplate>>> Handle(ListTemplates request, CancellationToken cancellationToken) =>
        await templates.List(request.Caller, request.Page, cancellationToken);
}
