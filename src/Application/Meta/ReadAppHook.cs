using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Returns the webhook address that the operator enters in the app's dashboard.</summary>
public sealed record ReadAppHook : IRequest<Result<MetaHook>>;

internal sealed class ReadAppHookHandler(IMetaApps apps, IMetaHooks hooks) : IRequestHandler<ReadAppHook, Result<MetaHook>>
{
    public Task<Result<MetaHook>> Handle(ReadAppHook request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<MetaHook>>(apps.Graph(TenantMode.Live) is null ? new MetaNotConfigured() : hooks.OfApp());
}
