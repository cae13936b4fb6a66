using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PilotPairing.Testing;

/// <summary>Answers every connection with the same bytes and hangs up, for answers that no web server would send.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly byte[] _answer;
    private readonly Task _serving;

    /// <param name="answer">As it goes over the wire, but for line ends: \n is \r\n.</param>
    public RawServer(string answer)
    {
        _answer = Encoding.Latin1.GetBytes(answer.ReplaceLineEndings("\r\n"));
        _listener.Start();
        _serving = Serve();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task Serve()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Answer(client);
        }
    }

    private async Task Answer(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[64 * 1024], _end.Token);
                await stream.WriteAsync(_answer, _end.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                // What the client still sends is taken, so that its end is none by reset.
                while (await stream.ReadAsync(new byte[4096], _end.Token) > 0)
                {
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The client did not want the rest.
            }
        }
    }
}
