using System.Text.Json;
using PilotPairing.Api.Parameters;
using PilotPairing.Application;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>Reads a list's filters and its place from the address; what cannot be read is named, and nothing is listed then.</summary>
internal sealed class OpsQuery(HttpRequest request, List<FieldError> faults)
{
    public const string Cursor = "cursor";
    private const int PageLength = 50;
    private const int LongestText = 200;

    public bool IsLaterPage => request.Query.ContainsKey(Cursor);

    public string? Text(string name)
    {
        var text = request.Query[name].ToString().Trim();
        if (text.Length <= LongestText && !text.Any(char.IsControl))
            return text.Length == 0 ? null : text;
        faults.Add(new(name, $"must be at most {LongestText} characters, none of them control characters"));
        return null;
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Written(value) == text)
                return value;
        }

        faults.Add(new(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Written))}"));
        return null;
    }

    /// <param name="what">What it is the id of.</param>
    public Guid? Id(string name, string prefix, string what)
    {
        if (Text(name) is not { } text)
            return null;
        if (WireId.TryParse(prefix, text, out var id))
            return id;
        faults.Add(new(name, $"must be the id of {what}, {prefix}…"));
        return null;
    }

    public TenantId? Tenant() => Id("tenant", TenantId.Prefix, "a tenant") is { } id ? new TenantId(id) : null;

    public PageRequest Page()
    {
        var after = request.Query[Cursor].ToString() is { Length: > 0 } cursor ? PageCursor.Read(cursor) : null;
        if (IsLaterPage && after is null)
            faults.Add(new(Cursor, "must be from a link to older rows of this list"));
        return new(PageLength, after);
    }

    /// <summary>The ways to the rest of the list, with the same filters.</summary>
    public OpsPager Pager(PageKey? next)
    {
        var filters = request.Query.Where(parameter => parameter.Key is not Cursor and not OpsNotices.Parameter).ToList();
        return new(
            IsLaterPage ? request.Path + QueryString.Create(filters) : null,
            next is { } key ? request.Path + QueryString.Create(filters).Add(Cursor, PageCursor.Write(key)) : null);
    }

    public static string Written<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <param name="Newest">Null on the first page.</param>
/// <param name="Older">Null on the last.</param>
internal sealed record OpsPager(string? Newest, string? Older);
