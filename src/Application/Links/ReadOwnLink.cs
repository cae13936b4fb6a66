using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

public sealed record ReadOwnLink(Caller Caller, LinkId Link) : IRequest<Result<LinkDetail>>;

internal sealed class ReadOwnLinkHandler(OwnLinks links) : IRequestHandler<ReadOwnLink, Result<LinkDetail>>
{
    public async Task<Result<LinkDetail>> Handle(ReadOwnLink request, CancellationToken cancellationToken) =>
        await links.Detail(request.Caller, request.Link, cancellationToken) is { } detail ? detail : new LinkNotFound();
}
