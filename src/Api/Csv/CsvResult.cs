using System.Text;
using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Csv;

/// <summary>A file of CSV that is sent while it is read, so that its length costs no memory.</summary>
/// <param name="name">Such as <c>links.csv</c>.</param>
/// <param name="slot">Given back when the file is sent, or its client is gone.</param>
internal sealed class CsvResult(
    string name, IReadOnlyList<string> header, IAsyncEnumerable<IReadOnlyList<string?>> lines, IDisposable? slot = null) : IResult
{
    public const string MediaType = "text/csv";
    private const int Enough = 16 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var given = slot;
        var response = httpContext.Response;
        response.ContentType = MediaType + "; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.CacheControl = "no-store";
        if (HeadAsGet.Is(httpContext))
            return;

        var text = new StringBuilder(Enough);
        CsvText.AppendLine(text, header);
        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
        {
            CsvText.AppendLine(text, line);
            if (text.Length >= Enough)
                await Send();
        }

        await Send();

        async Task Send()
        {
            await response.WriteAsync(text.ToString(), Encoding.UTF8, httpContext.RequestAborted);
            text.Clear();
        }
    }
}
