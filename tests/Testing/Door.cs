using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Testing;

/// <summary>
/// One port that leads to wherever a server is now. Closed, it holds what is sent and answers nothing, as a host that vanished.
/// </summary>
public sealed class Door : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile bool _isClosed;
    private volatile int _knocks;

    public Door()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host { get; init; } = "127.0.0.1";

    public int LeadsTo { get; set; }

    /// <summary>How many have knocked until now.</summary>
    public int Knocks => _knocks;

    /// <summary>From now on nothing passes, on connections that are open neither.</summary>
    public void Close() => _isClosed = true;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _knocks++;
                _ = Lead(client);
            }
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    private async Task Lead(TcpClient inside)
    {
        using var outside = new TcpClient();
        try
        {
            using (inside)
            {
                if (!_isClosed)
                    await outside.ConnectAsync(Host, LeadsTo);
                await Task.WhenAny(Pass(inside, outside), Pass(outside, inside));
            }
        }
        catch (SocketException)
        {
            // Nobody is behind the door.
        }
    }

    private async Task Pass(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = _isClosed && !from.Connected ? 0 : await from.GetStream().ReadAsync(buffer);
            if (read == 0)
                return;
            if (!_isClosed)
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
