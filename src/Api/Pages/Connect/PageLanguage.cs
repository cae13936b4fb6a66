namespace PilotPairing.Api.Pages.Connect;

internal static class PageLanguage
{
    /// <summary>The query over the link over the browser over the tenant over English.</summary>
    public static Texts Choose(HttpRequest request, string? linkLocale, string? tenantLocale) =>
        Asked(request) ?? Speaking(linkLocale)
            ?? request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Where(language => language.Quality is not 0).Select(language => Speaking(language.Value.Value))
            .FirstOrDefault(texts => texts is not null)
        ?? Speaking(tenantLocale) ?? Texts.En;

    /// <summary>What the query asks for, as we spell it ourselves; null when it asks for nothing we speak.</summary>
    public static Texts? Asked(HttpRequest request) => Speaking(request.Query["lang"].ToString());

    private static Texts? Speaking(string? tag) =>
        string.IsNullOrEmpty(tag)
            ? null
            : Texts.All.FirstOrDefault(texts => Primary(texts.Tag).Equals(Primary(tag), StringComparison.OrdinalIgnoreCase));

    private static string Primary(string tag) => tag.Split('-', '_')[0];
}
