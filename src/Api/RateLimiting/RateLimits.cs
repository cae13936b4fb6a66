using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.RateLimiting;

/// <summary>The buckets of one node. Idle ones are dropped by the framework, so that strangers cannot fill the memory.</summary>
internal sealed class RateLimits : IDisposable
{
    public RateLimits(IOptions<RateLimitOptions> options)
    {
        Options = options.Value;
        Keys = Buckets<Guid>(Options.KeyBurst, Options.KeyPerSecond);
        Tokens = Buckets<TokenHash>(Options.TokenBurst, Options.TokenPerSecond);
        Addresses = Buckets<IPAddress>(Options.AddressBurst, Options.AddressPerSecond);
        Misses = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = Options.MissesPerMinute,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0
            }));
        Streams = Places<TokenHash>(Options.StreamsPerToken);
        KeyStreams = Places<Guid>(Options.StreamsPerToken);
    }

    public RateLimitOptions Options { get; }

    public PartitionedRateLimiter<Guid> Keys { get; }

    public PartitionedRateLimiter<TokenHash> Tokens { get; }

    public PartitionedRateLimiter<IPAddress> Addresses { get; }

    public PartitionedRateLimiter<IPAddress> Misses { get; }

    public PartitionedRateLimiter<TokenHash> Streams { get; }

    public PartitionedRateLimiter<Guid> KeyStreams { get; }

    public static TimeSpan WaitOf(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);

    /// <summary>What is left to a key.</summary>
    /// <param name="wait">Until a refused request is worth another try; null for one that was allowed.</param>
    public void WriteTo(HttpResponse response, Caller caller, TimeSpan? wait)
    {
        var left = Keys.GetStatistics(caller.Key.Value)?.CurrentAvailablePermits ?? Options.KeyBurst;
        var full = wait is { } given ? given.TotalSeconds : Math.Ceiling((double)(Options.KeyBurst - left) / Options.KeyPerSecond);
        WriteTo(response, "key", Options.KeyBurst, Options.KeyPerSecond, left, full);
    }

    /// <summary>The two structured fields of draft-ietf-httpapi-ratelimit-headers-11.</summary>
    /// <param name="fullAfter">Seconds until the bucket is full again, or worth another try.</param>
    public static void WriteTo(HttpResponse response, string bucket, int burst, int perSecond, long left, double fullAfter)
    {
        var window = Math.Max(1, (int)Math.Ceiling((double)burst / perSecond));
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{bucket}\";q={burst};w={window}");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{bucket}\";r={left};t={(int)fullAfter}");
    }

    public void Dispose()
    {
        Keys.Dispose();
        Tokens.Dispose();
        Addresses.Dispose();
        Misses.Dispose();
        Streams.Dispose();
        KeyStreams.Dispose();
    }

    private static PartitionedRateLimiter<T> Places<T>(int most)
        where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => RateLimitPartition.GetConcurrencyLimiter(
            key, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }));

    private static PartitionedRateLimiter<T> Buckets<T>(int burst, int perSecond)
        where T : notnull =>
        PartitionedRateLimiter.Create<T, T>(key => RateLimitPartition.GetTokenBucketLimiter(
            key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0
            }));
}
