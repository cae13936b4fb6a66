using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Cli;

internal sealed record TenantOutput(string TenantId, string KeyId, string Key, string Mode);

internal sealed record KeyOutput(string TenantId, string KeyId, string Key);

internal sealed record FindingOutput(string Check, string Verdict, string Text, string? Advice);

internal sealed record DoctorOutput(bool Healthy, IReadOnlyList<FindingOutput> Findings);

internal sealed record MetaHookOutput(string CallbackUrl, string VerifyToken);

internal sealed record ReencryptOutput(int Renewed, int Unreadable);

internal sealed record ErasedOutput(
    int Numbers, int Links, int Attempts, int Messages, int Events, int Deliveries, int Others, IReadOnlyList<TraceOutput> Remaining);

internal sealed record TraceOutput(string Place, long Rows);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TenantOutput))]
[JsonSerializable(typeof(KeyOutput))]
[JsonSerializable(typeof(DoctorOutput))]
[JsonSerializable(typeof(MetaHookOutput))]
[JsonSerializable(typeof(ReencryptOutput))]
[JsonSerializable(typeof(ErasedOutput))]
[JsonSerializable(typeof(InventoryOutput))]
internal sealed partial class CliJson : JsonSerializerContext
{
    public static CliJson Readable => Texts.Output;

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Texts
    {
        public static readonly CliJson Output = new(new JsonSerializerOptions(Default.Options) { Encoder = ReadableJson.Encoder });
    }
}
