using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Json;

/// <summary>What one module adds to the JSON of the API: the records of its bodies, and how its values are spelled.</summary>
internal sealed record WirePart(IJsonTypeInfoResolver Records, params IReadOnlyList<JsonConverter> Spellings);

/// <summary>How every record of the wire is read and written, put together from the modules' parts.</summary>
internal sealed class WireJson
{
    private readonly IReadOnlyList<WirePart> _parts;

    public WireJson(IEnumerable<WirePart> parts)
    {
        _parts = [.. parts];
        Options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNameCaseInsensitive = false };
        Configure(Options);
        Options.MakeReadOnly();
    }

    public JsonSerializerOptions Options { get; }

    /// <summary>
    /// Adds the parts to what the framework writes with. JSON stands in no HTML and needs no escapes for it: phone numbers keep their plus.
    /// </summary>
    public void Configure(JsonSerializerOptions options)
    {
        for (var i = 0; i < _parts.Count; i++)
            options.TypeInfoResolverChain.Insert(i, _parts[i].Records);
        options.Encoder = ReadableJson.Encoder;
        options.NumberHandling = JsonNumberHandling.Strict;
        foreach (var converter in _parts.SelectMany(part => part.Spellings))
            options.Converters.Add(converter);
    }
}
