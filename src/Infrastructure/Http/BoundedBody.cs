namespace PilotPairing.Infrastructure.Http;

internal static class BoundedBody
{
    private const int Piece = 16 * 1024;

    /// <summary>Null for a body that is longer than that; it is not read to its end.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpContent body, int most, CancellationToken cancellationToken)
    {
        if (body.Headers.ContentLength > most)
            return null;

        using var content = new MemoryStream();
        await using var stream = await body.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Piece];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > most)
                return null;
            content.Write(buffer, 0, read);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
