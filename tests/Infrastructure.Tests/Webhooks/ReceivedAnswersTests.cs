using System.Net;
using System.Net.Sockets;
using System.Text;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>Answers that no HTTP server would write: the status that came counts, whatever follows it.</summary>
public sealed class ReceivedAnswersTests : IAsyncLifetime
{
    private DeliveryRig _rig = null!;

    public static TheoryData<string, string, bool, int?> Answers => new()
    {
        { "cut body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", true, 200 },
        { "broken chunk", "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc", true, 202 },
        { "long head", $"HTTP/1.1 200 OK\r\nX-Long: {new string('a', 20_000)}\r\nContent-Length: 0\r\n\r\n", true, 200 },
        { "line that is no header", "HTTP/1.1 201 Created\r\nX Powered By : PHP\r\nContent-Length: 0\r\n\r\n", true, 201 },
        { "after an early hint", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nBad Header : x\r\n\r\n", true, 200 },
        { "cut body of a failure", "HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nabc", false, 503 },
        { "odd header of a failure", "HTTP/1.1 404 Not Found\r\nX Powered By : PHP\r\nContent-Length: 0\r\n\r\n", false, 404 },
        { "no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", false, null },
        { "nothing", "", false, null },
    };

    public async Task InitializeAsync() => _rig = await DeliveryRig.Start();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_received_status_counts(string what, string answer, bool succeeded, int? status)
    {
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var (endpoint, _) = await _rig.Endpoint($"http://127.0.0.1:{((IPEndPoint)receiver.LocalEndpoint).Port}/");
        await _rig.Enqueue(endpoint);
        var answering = AnswerOnce(receiver, answer);
        var worker = await _rig.Work();

        await answering.WaitAsync(Patience.Longest);
        while (await _rig.Attempts() is [])
            await Task.Yield();
        await worker.StopAsync(CancellationToken.None);

        (await _rig.Attempts()).Should().ContainSingle(what).Which.Should()
            .Match<DeliveryRig.AttemptRow>(a => a.Succeeded == succeeded && a.StatusCode == status);
    }

    private static async Task AnswerOnce(TcpListener receiver, string answer)
    {
        using var client = await receiver.AcceptTcpClientAsync();
        var buffer = new byte[64 * 1024];
        var request = "";
        while (!request.Contains("schemaVersion", StringComparison.Ordinal))
            request += Encoding.UTF8.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
