using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Infrastructure.Messaging;

/// <summary>How a report of Graph is stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReportedTemplate))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static string Write(ReportedTemplate reported) => JsonSerializer.Serialize(reported, Default.ReportedTemplate);

    public static ReportedTemplate Read(string text) => JsonSerializer.Deserialize(text, Default.ReportedTemplate)!;
}
