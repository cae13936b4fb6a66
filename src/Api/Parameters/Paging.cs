using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application;
using PilotPairing.Domain;

namespace PilotPairing.Api.Parameters;

/// <summary>
/// A list's <c>limit</c> and <c>cursor</c>. Their faults are reported with the request's others, and after a 404 of the path.
/// </summary>
internal sealed class Paging
{
    private const int Most = 200;
    private const int MostNumbers = 10_000;

    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <param name="most">The highest limit, and the limit of who names none.</param>
    public (PageRequest Page, IReadOnlyList<FieldError> Faults) Read(int most = Most)
    {
        var faults = new List<FieldError>();
        var limit = most;
        if (!string.IsNullOrEmpty(Limit)
            && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1 || limit > most))
            faults.Add(new("limit", $"must be a whole number from 1 to {most}"));
        var after = string.IsNullOrEmpty(Cursor) ? null : PageCursor.Read(Cursor);
        if (!string.IsNullOrEmpty(Cursor) && after is null)
            faults.Add(new("cursor", "must be a cursor from a Link header of this list"));
        return (new(limit, after), faults);
    }

    /// <summary>Without a limit all numbers are returned at once, as the original API does.</summary>
    public (PageRequest Page, IReadOnlyList<FieldError> Faults) ReadOfNumbers()
    {
        var (page, faults) = Read();
        return (Limit is null ? page with { Limit = MostNumbers } : page, faults);
    }
}

/// <summary>Opaque to clients: eight bytes of time and sixteen of the id, as base64url.</summary>
internal static class PageCursor
{
    private const int Bytes = 24;

    public static string Write(PageKey key)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, key.CreatedAt.UtcTicks);
        key.Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static PageKey? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (!Base64Url.IsValid(text, out var length) || length != Bytes || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? null : new PageKey(new(ticks, TimeSpan.Zero), new(bytes[8..], bigEndian: true));
    }
}

/// <summary>A plain array; where it goes on is in the <c>Link</c> header, as an absolute URL.</summary>
internal sealed class ListResult<T>(IReadOnlyList<T> items, PageKey? next) : IResult, IEndpointMetadataProvider
{
    public static ListResult<T> From<TFrom>(Page<TFrom> page, Func<TFrom, T> item) => new([.. page.Items.Select(item)], page.Next);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(IReadOnlyList<T>), ["application/json"]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (next is { } key)
            httpContext.Response.Headers.Link = $"<{NextUrl(httpContext, key)}>; rel=\"next\"";
        return TypedResults.Ok(items).ExecuteAsync(httpContext);
    }

    private static string NextUrl(HttpContext context, PageKey key)
    {
        var address = context.RequestServices.GetRequiredService<IPublicAddress>();
        var query = QueryString.Create(
            context.Request.Query.Where(parameter => !parameter.Key.Equals("cursor", StringComparison.OrdinalIgnoreCase)))
            .Add("cursor", PageCursor.Write(key));
        return address.PublicUrl + context.Request.Path.ToUriComponent() + query.ToUriComponent();
    }
}
