using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PilotPairing.Benchmarks.Lab;

internal readonly record struct RawAnswer(int Status, string Body);

/// <summary>
/// One connection of the load generator: it writes ready-made bytes and reads answers with a Content-Length or chunks. A usual client
/// would take more processor time than the servers it measures.
/// </summary>
internal sealed class RawClient(Uri address) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    public static byte[] Get(Uri address, string path, string? key = null) => Request("GET", address, path, key, null);

    public static byte[] Post(Uri address, string path, string? key, string body) => Request("POST", address, path, key, body);

    public async ValueTask<RawAnswer> Send(byte[] request)
    {
        var socket = await Connected();
        await socket.SendAsync(request);
        var filled = 0;
        var head = -1;
        while (head < 0)
        {
            filled += await Read(socket, filled);
            head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }

        var header = Encoding.ASCII.GetString(_buffer, 0, head);
        var status = int.Parse(header.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var start = head + 4;
        if (LengthIn(header) is { } length)
        {
            while (filled < start + length)
                filled += await Read(socket, filled);
            return new(status, Encoding.UTF8.GetString(_buffer, start, length));
        }

        while (!_buffer.AsSpan(start, filled - start).EndsWith("0\r\n\r\n"u8))
            filled += await Read(socket, filled);
        return new(status, Encoding.UTF8.GetString(_buffer, start, filled - start));
    }

    public void Reset()
    {
        _socket?.Dispose();
        _socket = null;
    }

    public void Dispose() => Reset();

    private async ValueTask<Socket> Connected()
    {
        if (_socket is not null)
            return _socket;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return _socket = socket;
    }

    private async ValueTask<int> Read(Socket socket, int filled)
    {
        var read = await socket.ReceiveAsync(_buffer.AsMemory(filled));
        return read > 0 ? read : throw new IOException("The server closed the connection");
    }

    private static int? LengthIn(string header)
    {
        const string name = "\r\nContent-Length: ";
        var at = header.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return header.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) ? null : 0;
        var end = header.IndexOf('\r', at + name.Length);
        return int.Parse(header.AsSpan(at + name.Length, (end < 0 ? header.Length : end) - at - name.Length), CultureInfo.InvariantCulture);
    }

    private static byte[] Request(string method, Uri address, string path, string? key, string? body)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        if (key is not null)
            text.Append(CultureInfo.InvariantCulture, $"x-api-key: {key}\r\n");
        if (body is not null)
            text.Append(CultureInfo.InvariantCulture,
                $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString());
    }
}
