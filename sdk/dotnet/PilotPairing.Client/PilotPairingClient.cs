using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Client;

public partial class PilotPairingClient
{
    private static readonly AsyncLocal<NextPage?> Page = new();

    /// <summary>For programs without a container; with one, <c>AddPilotPairing</c> of the package PilotPairing.AspNetCore.</summary>
    public static PilotPairingClient Create(PilotPairingOptions options)
    {
        if (options.Problems() is [var problem, ..])
            throw new ArgumentException(problem, nameof(options));
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var handler = new PilotPairingHandler(options) { InnerHandler = sockets };
        return new(new HttpClient(handler) { BaseAddress = options.Address, Timeout = Timeout.InfiniteTimeSpan });
    }

    /// <summary>Every item of a list, page by page.</summary>
    /// <param name="page">Reads one page, such as <c>(cursor, ct) => pairing.GetLinksAsync(cursor: cursor, cancellationToken: ct)</c>.</param>
    public static async IAsyncEnumerable<T> All<T>(
        Func<string?, CancellationToken, Task<IReadOnlyList<T>>> page,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var next = new NextPage();
            Page.Value = next;
            foreach (var item in await page(cursor, cancellationToken).ConfigureAwait(false))
                yield return item;
            cursor = next.Cursor;
        }
        while (cursor is not null);
    }

    /// <summary>A null would clear the member on a request that changes something; what was not set must be left out.</summary>
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

#pragma warning disable CA1822 // The generated half declares it without static.
    partial void ProcessResponse(HttpClient client, HttpResponseMessage response)
#pragma warning restore CA1822
    {
        if (Page.Value is { } page && response.Headers.TryGetValues("Link", out var links))
            page.Cursor = CursorOf(string.Join(',', links));
    }

    private static string? CursorOf(string link)
    {
        if (!link.Contains("rel=\"next\"", StringComparison.Ordinal) || link.Split('<', '>') is not [_, var address, ..])
            return null;
        return new Uri(address).Query.TrimStart('?').Split('&')
            .Where(pair => pair.StartsWith("cursor=", StringComparison.Ordinal))
            .Select(pair => Uri.UnescapeDataString(pair["cursor=".Length..])).FirstOrDefault();
    }

    private sealed class NextPage
    {
        public string? Cursor { get; set; }
    }
}
