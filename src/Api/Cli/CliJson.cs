using System.Text.Json;
using System.Text.Json.Serialization;

namespace PilotPairing.Api.Cli;

internal sealed record TenantOutput(string TenantId, string KeyId, string Key, string Mode);

internal sealed record KeyOutput(string TenantId, string KeyId, string Key);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TenantOutput))]
[JsonSerializable(typeof(KeyOutput))]
[JsonSerializable(typeof(PilotPairing.Api.Hosting.DemoSecrets))]
internal sealed partial class CliJson : JsonSerializerContext;
