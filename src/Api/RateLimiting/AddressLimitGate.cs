using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.RateLimiting;

/// <summary>
/// The first check of all, before anything is looked up for a request: an address beyond its limit costs no query, whatever key, link or
/// origin it names. Within the limit the order of checks is the contract's, 401 before 429.
/// </summary>
internal sealed class AddressLimitGate(RequestDelegate next, RateLimits limits)
{
    public async Task Invoke(HttpContext context)
    {
        // The original request was counted already.
        if (HtmlErrorPages.FailedRequestOf(context) is not null)
        {
            await next(context);
            return;
        }

        using var lease = limits.Addresses.AttemptAcquire(ClientAddress.Of(context));
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var wait = RateLimits.WaitOf(lease);
        var route = context.GetEndpoint()?.Metadata;
        if (route?.GetMetadata<NeedsKey>() is not null)
            RateLimits.WriteTo(context.Response, "address", limits.Options.AddressBurst, limits.Options.AddressPerSecond, 0,
                Math.Max(1, wait.TotalSeconds));
        if (route?.GetMetadata<PublicToken>() is not null)
            TokenCors.AllowAnybody(context);
        await RefusalResult.Write(context, new RateLimited(wait));
    }
}
