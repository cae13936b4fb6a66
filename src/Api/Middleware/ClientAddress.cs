using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Api.Middleware;

/// <summary>Whom a request is counted for.</summary>
internal static class ClientAddress
{
    /// <summary>One customer of IPv6 has a /64 and can pick any address in it.</summary>
    public static IPAddress Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
