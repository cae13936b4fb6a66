using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using PilotPairing.Api.Parameters;
using PilotPairing.Application;

namespace PilotPairing.Api.Embed;

/// <summary>One release of the script, as SaaS pages pin it.</summary>
/// <param name="Integrity">For the <c>integrity</c> attribute; the same on every installation, since a release is served byte for
/// byte.</param>
internal sealed record EmbedRelease(string Version, string Url, string Integrity);

/// <summary>
/// The script that embeds the page. Every release stays at <c>/embed/v{version}.js</c> for ever; the latest is also <c>/embed.js</c>, with
/// the origin written in at which it was asked for, where that is one of ours. Both may be used by any site.
/// </summary>
internal sealed class EmbedScript
{
    private const string Folder = "embed";
    private const string Placeholder = "{{ConnectUrl}}";
    private readonly IPublicAddress _address;
    private readonly IFileProvider _root;
    private readonly ConcurrentDictionary<string, Files?> _latest = new();

    public EmbedScript(IWebHostEnvironment environment, IPublicAddress address) =>
        (_root, _address) = (environment.WebRootFileProvider, address);

    /// <summary>Null when the program's own files are not published with it.</summary>
    public EmbedRelease? Latest(HttpRequest request) => Of(request)?.Release;

    public IResult Serve(HttpContext context)
    {
        if (Of(context.Request) is not { } files)
            return TypedResults.NotFound();
        Open(context.Response, "public, max-age=600");
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var packed = context.Request.GetTypedHeaders()
            .AcceptEncoding.Any(accepted => accepted.Value == "gzip" && accepted.Quality is not 0);
        if (packed)
            context.Response.Headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(packed ? files.Packed : files.Written, "text/javascript; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{files.Tag}{(packed ? "-gzip" : "")}\""));
    }

    /// <summary>A release never changes, so that browsers need not ask again.</summary>
    public static void Keep(EndpointBuilder asset)
    {
        if (asset is not RouteEndpointBuilder { RequestDelegate: { } serve } route
            || !route.RoutePattern.RawText!.TrimStart('/').StartsWith(Folder + "/", StringComparison.Ordinal))
            return;
        asset.RequestDelegate = context =>
        {
            context.Response.OnStarting(() =>
            {
                Open(context.Response, "public, max-age=31536000, immutable");
                return Task.CompletedTask;
            });
            return serve(context);
        };
    }

    public static void Open(HttpResponse response, string caching)
    {
        response.Headers.CacheControl = caching;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    private Files? Of(HttpRequest request) => _latest.GetOrAdd(_address.ConnectUrlOf(request), url => Read(_root, url));

    private static Files? Read(IFileProvider root, string connectUrl)
    {
        var newest = root.GetDirectoryContents(Folder)
            .Select(file => (File: file,
                Version: file.Name.StartsWith('v') && file.Name.EndsWith(".js", StringComparison.Ordinal)
                    && Version.TryParse(file.Name[1..^3], out var version) ? version : null))
            .Where(found => found.Version is not null).OrderBy(found => found.Version).LastOrDefault();
        if (newest.Version is null)
            return null;

        using var stream = newest.File.CreateReadStream();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var released = buffer.ToArray();
        var written = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(released)
            .Replace(Placeholder, JsonEncodedText.Encode(connectUrl).ToString(), StringComparison.Ordinal));
        var release = new EmbedRelease(newest.Version.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{connectUrl}/{Folder}/{newest.File.Name}"),
            "sha384-" + Convert.ToBase64String(SHA384.HashData(released)));
        return new(release, written, Pack(written), Convert.ToHexStringLower(SHA256.HashData(written).AsSpan(0, 8)));
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private sealed record Files(EmbedRelease Release, byte[] Written, byte[] Packed, string Tag);
}
