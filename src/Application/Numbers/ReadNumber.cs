using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <param name="Refresh">Graph is asked what it says of a number of the official API.</param>
public sealed record ReadNumber(Caller Caller, NumberId Number, bool Refresh) : IRequest<Result<NumberDetail>>;

/// <param name="Meta">Null for numbers that were paired by QR code.</param>
public sealed record NumberDetail(NumberItem Item, IReadOnlyList<LinkId> Links, MetaView? Meta);

internal sealed class ReadNumberHandler(
    IInstanceQueries instances, IKeyTraces keys, ILinkQueries links, MetaNumberRefresher meta)
    : IRequestHandler<ReadNumber, Result<NumberDetail>>
{
    public async Task<Result<NumberDetail>> Handle(ReadNumber request, CancellationToken cancellationToken)
    {
        if (await instances.Reached(request.Caller, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        var atMeta = instance.Provider == Provider.Meta
            ? await meta.Of(instance.Id, request.Caller.Mode, request.Refresh, cancellationToken) : null;
        // Graph's answer may have changed the number itself.
        if (request.Refresh && atMeta is not null
            && await instances.Reached(request.Caller, request.Number, cancellationToken) is { } after)
            instance = after;
        var traces = await keys.Of(request.Caller.Tenant, [instance.Id], cancellationToken);
        return new NumberDetail(new(instance, [.. traces[instance.Id]]),
            await links.OfNumber(request.Caller.Tenant, instance.Id, cancellationToken), atMeta);
    }
}
