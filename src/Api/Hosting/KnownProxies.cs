using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// From whom <c>X-Forwarded-For</c> is taken, where <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> says that there is a proxy: the framework by
/// itself would take it from anyone.
/// </summary>
internal static class KnownProxies
{
    /// <summary>Where proxies usually are: on this machine, in its network, in a container beside it.</summary>
    private static readonly IReadOnlyList<IPNetwork> Usual =
    [
        .. new[] { "127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10" }
            .Select(network => IPNetwork.Parse(network)),
    ];

    public static IServiceCollection AddKnownProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<AddressOptions>>((headers, address) =>
        {
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var network in address.Value.KnownProxies is { Count: > 0 } named ? named.Select(proxy => Parse(proxy)!.Value) : Usual)
                headers.KnownIPNetworks.Add(network);
        });
        return services;
    }

    /// <summary>An address or a network; null when it is neither.</summary>
    public static IPNetwork? Parse(string proxy)
    {
        if (IPNetwork.TryParse(proxy, out var network))
            return network;
        return IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }

    /// <summary>The networks in force; null where no forwarded header is taken.</summary>
    public static IReadOnlyList<string>? Of(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value switch
        {
            { ForwardedHeaders: ForwardedHeaders.None } => null,
            var headers => [.. headers.KnownIPNetworks.Select(network => network.ToString())],
        };
}
