using System.Globalization;
using System.Text.Json;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Domain;

namespace PilotPairing.Api.Parameters;

/// <summary>
/// Reads a list's filters from its query, spelled as in bodies; what cannot be read is reported with the request's other faults.
/// </summary>
internal sealed class Filters(HttpRequest request, List<FieldError> faults)
{
    public IReadOnlyList<FieldError> Faults => faults;

    public string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole day (UTC).</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        faults.Add(new(name, "must be a day such as 2026-11-30"));
        return null;
    }

    public T? Enum<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(text, EnvelopeJson.Default.String),
                request.HttpContext.RequestServices.GetRequiredService<WireJson>().Options);
        }
        catch (JsonException wrong)
        {
            faults.Add(new(name, wrong.Message.Split(" Path:")[0].TrimEnd('.', ' ')));
            return null;
        }
    }
}
