using System.Net.Sockets;
using System.Text;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Middleware;

/// <summary>Bytes on a socket, for requests that no client library would send.</summary>
internal static class RawHttp
{
    /// <param name="head">Without <c>Host</c> and without the empty line; lines are separated by \n.</param>
    /// <param name="endsThere">The client sends no more, and says so; then there may be no answer, which is status 0.</param>
    public static async Task<Answer> Raw(this ApiHost host, string head, string body = "", bool endsThere = false)
    {
        var address = new Uri(host.App.Urls.First());
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(Patience.Longest);
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{head}\nHost: {address.Authority}\n\n".ReplaceLineEndings("\r\n")),
            patience.Token);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(body), patience.Token);
        if (endsThere)
            client.Client.Shutdown(SocketShutdown.Send);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        try
        {
            while (!IsWhole(kept) && (read = await stream.ReadAsync(buffer, patience.Token)) > 0)
                kept.Write(buffer, 0, read);
        }
        catch (IOException) when (endsThere)
        {
            // The server hung up on who has no more to say.
        }

        return kept.Length == 0 && endsThere
            ? new(0, "", new Dictionary<string, string>()) : Parse(Encoding.UTF8.GetString(kept.ToArray()));
    }

    private static bool IsWhole(MemoryStream kept)
    {
        var text = Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var (answer, size) = (Parse(text), Encoding.UTF8.GetByteCount(text[..end]) + 4);
        return answer.Headers.TryGetValue("content-length", out var length)
            ? kept.Length >= size + int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)
            : text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) || answer.Status is 204 or 304;
    }

    private static Answer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        end.Should().BePositive("there should be an answer, not \"{0}\"", text);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).GroupBy(pair => pair[0].ToLowerInvariant())
            .ToDictionary(same => same.Key, same => string.Join(",", same.Select(pair => pair[1].Trim())));
        var body = text[(end + 4)..];
        // A chunked answer of one piece, which is what errors are.
        if (headers.TryGetValue("transfer-encoding", out _) && body.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and var size)
            body = body[(size + 2)..].Split("\r\n")[0];
        return new(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), body, headers);
    }
}
