using System.Threading.RateLimiting;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Access;

namespace PilotPairing.Api.RateLimiting;

/// <summary>
/// Counts the entries of a request that does the work of many, against the limits of its address and its key. The request itself was
/// counted as the first of them.
/// </summary>
internal sealed class EntryLimits(RateLimits limits)
{
    /// <summary>Null where all of them are allowed now.</summary>
    public RateLimited? Refused(HttpContext context, Caller caller, int entries)
    {
        var refused = Take(limits.Addresses, ClientAddress.Of(context), entries, limits.Options.AddressBurst)
            ?? Take(limits.Keys, caller.Key.Value, entries, limits.Options.KeyBurst);
        limits.WriteTo(context.Response, caller, refused?.Wait);
        return refused;
    }

    /// <summary>More entries than a bucket ever holds take all that is left of a full one.</summary>
    private static RateLimited? Take<T>(PartitionedRateLimiter<T> buckets, T bucket, int entries, int burst)
    {
        var more = Math.Min(entries, burst) - 1;
        // To ask for nothing is refused by a bucket whose last permit the request itself has taken.
        if (more <= 0)
            return null;
        using var lease = buckets.AttemptAcquire(bucket, more);
        return lease.IsAcquired ? null : new RateLimited(RateLimits.WaitOf(lease));
    }
}
