using System.Globalization;
using System.Threading.RateLimiting;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Api.Transport;

internal sealed record RateLimited(TimeSpan Wait) : Refusal(RefusalKind.TooMany, "RATE_LIMITED", "Too many requests")
{
    public override TimeSpan? RetryAfter => Wait;
}

/// <summary>Runs behind the key, so that a stranger learns nothing but 401, and before anything is read or done.</summary>
internal sealed class RateLimitGate(RequestDelegate next, RateLimits limits)
{
    private static readonly TimeSpan MissesWait = TimeSpan.FromMinutes(1);

    public async Task Invoke(HttpContext context)
    {
        // Counted when it was asked for.
        if (ForPeople.TroubleOf(context) is not null)
        {
            await next(context);
            return;
        }

        var (address, caller, token) = (RateLimits.AddressOf(context), context.Features.Get<Caller>(), PairingToken.Parse(context.GetRouteValue("token") as string)?.Hash());
        var isPublic = context.GetEndpoint() is not null && context.GetRouteValue("token") is not null;
        if (Refused(address, caller, token) is { } wait)
        {
            if (caller is not null)
                Tell(context, caller, TimeSpan.FromSeconds(1));
            await RefusalResult.Write(context, new RateLimited(wait));
            return;
        }

        if (isPublic && limits.Misses.GetStatistics(address)?.CurrentAvailablePermits == 0)
        {
            await RefusalResult.Write(context, new RateLimited(MissesWait));
            return;
        }

        if (caller is not null)
            Tell(context, caller, null);
        await next(context);
        if (isPublic && context.Response.StatusCode == StatusCodes.Status404NotFound)
            limits.Misses.AttemptAcquire(address).Dispose();
    }

    private TimeSpan? Refused(System.Net.IPAddress address, Caller? caller, TokenHash? token)
    {
        using var byAddress = limits.Addresses.AttemptAcquire(address);
        if (!byAddress.IsAcquired)
            return WaitOf(byAddress);
        if (caller is not null)
        {
            using var byKey = limits.Keys.AttemptAcquire(caller.Key.Value);
            return byKey.IsAcquired ? null : WaitOf(byKey);
        }

        if (token is not { } hash)
            return null;
        using var byToken = limits.Tokens.AttemptAcquire(hash);
        return byToken.IsAcquired ? null : WaitOf(byToken);
    }

    /// <summary>The two structured fields of draft-ietf-httpapi-ratelimit-headers-11.</summary>
    private void Tell(HttpContext context, Caller caller, TimeSpan? wait)
    {
        var (burst, perSecond) = (limits.Options.KeyBurst, limits.Options.KeyPerSecond);
        var left = limits.Keys.GetStatistics(caller.Key.Value)?.CurrentAvailablePermits ?? burst;
        var window = Math.Max(1, (int)Math.Ceiling((double)burst / perSecond));
        var full = wait is { } given ? given.TotalSeconds : Math.Ceiling((double)(burst - left) / perSecond);
        context.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";q={burst};w={window}");
        context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"key\";r={left};t={(int)full}");
    }

    private static TimeSpan WaitOf(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
}
