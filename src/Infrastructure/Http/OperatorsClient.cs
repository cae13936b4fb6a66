using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// For servers whose address the operator configured. Not the guarded handler: such an address is private more often than not. Callers set
/// deadlines of their own; nothing is logged, since the factory's loggers would print URLs.
/// </summary>
internal static class OperatorsClient
{
    private const int HeaderKilobytes = 32;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static void AddOperatorsClient(this IServiceCollection services, string name)
    {
        services.AddNameLookups();
        services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }

    public static SocketsHttpHandler Handler(IServiceProvider services)
    {
        var lookup = services.GetRequiredService<HostLookup>();
        return new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = HeaderKilobytes,
            MaxResponseDrainSize = 0,
            // The calls are measured and traced here, and the other side is not told of it.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectCallback = (context, cancellationToken) => Connect(lookup, context.DnsEndPoint, cancellationToken),
        };
    }

    private static async ValueTask<Stream> Connect(HostLookup lookup, DnsEndPoint server, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(server.Host, out var literal)
            ? [literal] : await lookup(server.Host, LookupShare.Operator, cancellationToken);
        return await RacingConnect.Connect(addresses, server.Port, TimeProvider.System, cancellationToken);
    }
}
