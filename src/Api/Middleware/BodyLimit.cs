using PilotPairing.Api.Errors;
using PilotPairing.Domain;

namespace PilotPairing.Api.Middleware;

/// <summary>How much of a body a route takes, as its metadata; a route without it takes <see cref="Usual"/>.</summary>
/// <param name="TooLarge">What is answered beyond that.</param>
internal sealed record BodyLimit(int Bytes, Refusal TooLarge)
{
    public const int UsualBytes = 64 * 1024;

    public static readonly BodyLimit Usual = new(UsualBytes, new BodyTooLarge());

    public static BodyLimit Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? Usual;

    /// <summary>
    /// Null for a body that is longer. Nothing is read of one that announces it, and no more than the limit of one that does not; memory is
    /// taken for what has arrived and not for what is announced.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        using var kept = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > most)
                return null;
            kept.Write(buffer, 0, read);
        }

        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }
}
