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

    public static void AddOperatorsClient(this IServiceCollection services, string name) =>
        services.AddHttpClient(name, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = ConnectionLifetime,
                MaxResponseHeadersLength = HeaderKilobytes,
                MaxResponseDrainSize = 0,
                ActivityHeadersPropagator = null,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
