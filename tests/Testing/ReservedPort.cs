using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PilotPairing.Testing;

/// <summary>
/// A port for a server that needs one before it starts. It is none of those that the system hands out, so that nobody else gets it
/// meanwhile; a socket for datagrams of the same number keeps it from all who take one here, in other processes too.
/// </summary>
public sealed class ReservedPort : IDisposable
{
    private const int First = 20_000;
    private const int BehindLast = 30_000;
    private readonly Socket _mark;

    private ReservedPort(Socket mark) => _mark = mark;

    public int Number => ((IPEndPoint)_mark.LocalEndPoint!).Port;

    public static ReservedPort Take()
    {
        while (true)
        {
            var mark = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                var port = new IPEndPoint(IPAddress.Loopback, RandomNumberGenerator.GetInt32(First, BehindLast));
                mark.Bind(port);
                using var listener = new TcpListener(port);
                listener.Start();
                return new(mark);
            }
            catch (SocketException)
            {
                mark.Dispose();
            }
        }
    }

    public void Dispose() => _mark.Dispose();
}
