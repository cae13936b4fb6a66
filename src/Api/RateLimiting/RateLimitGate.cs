using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.RateLimiting;

/// <summary>
/// Runs behind the key, so that a stranger within <see cref="AddressLimitGate"/> learns nothing but 401, and before anything is read or
/// done.
/// </summary>
internal sealed class RateLimitGate(RequestDelegate next, RateLimits limits)
{
    private static readonly TimeSpan MissesWait = TimeSpan.FromMinutes(1);

    public async Task Invoke(HttpContext context)
    {
        // The original request was counted already.
        if (HtmlErrorPages.FailedRequestOf(context) is not null)
        {
            await next(context);
            return;
        }

        var (address, caller, token) =
            (ClientAddress.Of(context), context.Features.Get<Caller>(),
                PairingToken.Parse(context.GetRouteValue("token") as string)?.Hash());
        var isPublic = context.GetEndpoint() is not null && context.GetRouteValue("token") is not null;
        if (Refused(caller, token) is { } wait)
        {
            if (caller is not null)
                limits.WriteTo(context.Response, caller, TimeSpan.FromSeconds(1));
            await RefusalResult.Write(context, new RateLimited(wait));
            return;
        }

        if (isPublic && limits.Misses.GetStatistics(address)?.CurrentAvailablePermits == 0)
        {
            await RefusalResult.Write(context, new RateLimited(MissesWait));
            return;
        }

        if (caller is not null)
            limits.WriteTo(context.Response, caller, null);
        await next(context);
        if (isPublic && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status401Unauthorized)
            limits.Misses.AttemptAcquire(address).Dispose();
    }

    private TimeSpan? Refused(Caller? caller, TokenHash? token)
    {
        if (caller is not null)
        {
            using var byKey = limits.Keys.AttemptAcquire(caller.Key.Value);
            return byKey.IsAcquired ? null : RateLimits.WaitOf(byKey);
        }

        if (token is not { } hash)
            return null;
        using var byToken = limits.Tokens.AttemptAcquire(hash);
        return byToken.IsAcquired ? null : RateLimits.WaitOf(byToken);
    }
}
