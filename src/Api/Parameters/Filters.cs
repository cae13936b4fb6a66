using System.Text.Json;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Domain;

namespace PilotPairing.Api.Parameters;

/// <summary>Reads a list's filters from its query, spelled as in bodies; what cannot be read is reported with the request's other faults.</summary>
internal sealed class Filters(HttpRequest request, List<FieldError> faults)
{
    public IReadOnlyList<FieldError> Faults => faults;

    public string? Text(string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public T? Enum<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(text, EnvelopeJson.Default.String), request.HttpContext.RequestServices.GetRequiredService<WireJson>().Options);
        }
        catch (JsonException wrong)
        {
            faults.Add(new(name, wrong.Message.Split(" Path:")[0].TrimEnd('.', ' ')));
            return null;
        }
    }
}
