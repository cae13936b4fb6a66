namespace PilotPairing.Api.Csv;

/// <summary>Whether a client asks for CSV where JSON is the usual answer.</summary>
internal static class AcceptsCsv
{
    /// <summary>True where it names CSV, and does not prefer JSON. A range such as <c>*/*</c> names neither.</summary>
    public static bool First(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var (csv, json) = (Quality(CsvResult.MediaType), Quality("application/json"));
        return csv > 0 && csv >= json;

        double Quality(string type) => accepted.Where(one => one.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}
