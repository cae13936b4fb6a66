using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

public sealed record RemoveTemplate(Caller Caller, TemplateId Template) : IRequest<Result<Done>>;

internal sealed class RemoveTemplateHandler(IStore store) : IRequestHandler<RemoveTemplate, Result<Done>>
{
    public async Task<Result<Done>> Handle(RemoveTemplate request, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Templates.Remove(request.Caller, request.Template))
            return new TemplateNotFound();

        await work.Commit(cancellationToken);
        return default(Done);
    }
}
