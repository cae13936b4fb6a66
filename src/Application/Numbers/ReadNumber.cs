using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Application.Numbers;

public sealed record ReadNumber(Caller Caller, NumberId Number) : IRequest<Result<NumberDetail>>;

public sealed record NumberDetail(NumberItem Item, IReadOnlyList<LinkId> Links);

internal sealed class ReadNumberHandler(IInstanceReads instances, IKeyTraces keys, ILinkReads links) : IRequestHandler<ReadNumber, Result<NumberDetail>>
{
    public async Task<Result<NumberDetail>> Handle(ReadNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        var traces = await keys.Of(request.Caller.Tenant, [instance.Id], cancellationToken);
        return new NumberDetail(new(instance, [.. traces[instance.Id]]), await links.OfNumber(request.Caller.Tenant, instance.Id, cancellationToken));
    }
}
