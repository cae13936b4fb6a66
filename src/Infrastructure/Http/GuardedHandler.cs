using System.Net;

namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// The only way out for requests whose URL a tenant chose. The check sits in the socket: no redirect, proxy or second look-up can pass it
/// by.
/// </summary>
internal static class GuardedHandler
{
    private const int HeaderKilobytes = 16;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Short enough that a changed DNS record is seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(90);

    public static SocketsHttpHandler Create(AddressGuard guard, int mostConnections) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxConnectionsPerServer = mostConnections,
        MaxResponseHeadersLength = HeaderKilobytes,
        // An answer longer than we read costs its connection, not our bandwidth.
        MaxResponseDrainSize = 0,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => Connect(guard, context, cancellationToken),
    };

    private static async ValueTask<Stream> Connect(
        AddressGuard guard, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (guard.Problem(context.InitialRequestMessage.RequestUri!) is { } problem)
            throw new AddressRefusedException(problem);

        var addresses = await guard.Resolve(context.DnsEndPoint.Host, LookupShare.Of(context.InitialRequestMessage), cancellationToken);
        return await RacingConnect.Connect(addresses, context.DnsEndPoint.Port, TimeProvider.System, cancellationToken);
    }
}
