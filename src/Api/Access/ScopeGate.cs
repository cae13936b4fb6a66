using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Access;

/// <summary>Apart from <see cref="KeyGate"/>, so that 429 fits between 401 and 403.</summary>
internal sealed class ScopeGate(RequestDelegate next, NumberCreation creation)
{
    public async Task Invoke(HttpContext context)
    {
        if (context.Features.Get<Caller>() is { Scope: KeyScope.Number } caller && await Refused(caller, context) is { } refusal)
        {
            await RefusalResult.Write(context, refusal);
            return;
        }

        await next(context);
    }

    private async ValueTask<Refusal?> Refused(Caller caller, HttpContext context)
    {
        var route = context.GetEndpoint()!.Metadata;
        if (route.GetMetadata<TenantKeyOnly>() is not null)
            return new NumberScopeNotAllowed();
        return route.GetMetadata<MakesNumbers>() is null ? null : await creation.Refused(caller, context.RequestAborted);
    }
}
