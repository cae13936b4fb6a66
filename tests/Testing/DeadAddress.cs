using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Testing;

/// <summary>
/// An address at which a connection is neither accepted nor refused: a listener whose queue is full, which drops what else knocks.
/// </summary>
public sealed class DeadAddress : IDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(200);
    private readonly List<Socket> _sockets = [];

    private DeadAddress()
    {
    }

    public static async Task<DeadAddress> At(IPEndPoint place)
    {
        var dead = new DeadAddress();
        var listener = dead.Open(place);
        listener.Bind(place);
        listener.Listen(1);
        Task connected, enough;
        do
        {
            connected = dead.Open(place).ConnectAsync(place);
            enough = Task.Delay(Enough);
        }
        while (await Task.WhenAny(connected, enough) != enough);
        return dead;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private Socket Open(IPEndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
