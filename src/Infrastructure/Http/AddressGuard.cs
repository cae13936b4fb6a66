using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// The guard refused a URL or an address. HttpClient wraps it: look for it among the inner exceptions. It names no address, since its text
/// may reach a tenant.
/// </summary>
internal sealed class AddressRefusedException(string reason) : Exception(reason)
{
    public static AddressRefusedException? Within(Exception? exception) => exception switch
    {
        null => null,
        AddressRefusedException refused => refused,
        _ => Within(exception.InnerException),
    };
}

/// <summary>What the operator lets through the guard.</summary>
/// <param name="PrivateNetworks">Networks in CIDR form that are not public.</param>
/// <param name="InsecureHosts">Hosts that may be called over plain http and on any port.</param>
internal sealed record GuardExceptions(IReadOnlyList<string> PrivateNetworks, IReadOnlyList<string> InsecureHosts);

/// <summary>
/// Decides where requests on a tenant's behalf may go. IPv6 is an allow-list (unicast minus the special parts), so that what is assigned
/// tomorrow is refused until someone looks at it; IPv4 has no such range and is a deny-list.
/// </summary>
internal sealed class AddressGuard(GuardExceptions exceptions, HostLookup lookup)
{
    private const int LowestHighPort = 1024;
    private static readonly IPNetwork UnicastV6 = IPNetwork.Parse("2000::/3");

    private static readonly ImmutableArray<IPNetwork> SpecialV6 = Networks(
        "2001::/23", // protocol assignments, Teredo among them
        "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly ImmutableArray<IPNetwork> SpecialV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    private readonly ImmutableArray<IPNetwork> _allowed = Networks([.. exceptions.PrivateNetworks]);
    private readonly FrozenSet<string> _insecureHosts = exceptions.InsecureHosts.Select(host => host.Trim('[', ']'))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Within(_allowed, plain))
            return true;

        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Within(SpecialV4, plain),
            AddressFamily.InterNetworkV6 => UnicastV6.Contains(plain) && !Within(SpecialV6, plain),
            _ => false,
        };
    }

    /// <summary>Checks a URL without the network; null when it is valid.</summary>
    public string? Problem(Uri url)
    {
        var insecureAllowed = _insecureHosts.Contains(url.IdnHost);
        // By scheme and not by "is absolute": on Unix "//host" is an absolute file URL.
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            return "must be an https URL";
        if (url.Scheme == Uri.UriSchemeHttp && !insecureAllowed)
            return "must be https: this host is not in Webhooks:AllowedInsecureHosts";
        if (url.UserInfo.Length > 0)
            return "must not carry a user name or password";
        if (url.Port != 443 && url.Port < LowestHighPort && !insecureAllowed)
            return "must use port 443 or one from 1024 up";
        return null;
    }

    /// <summary>
    /// The addresses to connect to, and to no others: a second look-up could answer differently. One bad address among several refuses them
    /// all.
    /// </summary>
    public async Task<IPAddress[]> Resolve(string host, LookupShare share, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookup(host, share, cancellationToken);
        return addresses.All(Allows) ? addresses : throw new AddressRefusedException("The host has an address that is not public");
    }

    private static bool Within(ImmutableArray<IPNetwork> networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static ImmutableArray<IPNetwork> Networks(params ReadOnlySpan<string> texts)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>(texts.Length);
        foreach (var text in texts)
            networks.Add(IPNetwork.Parse(text));
        return networks.MoveToImmutable();
    }
}
