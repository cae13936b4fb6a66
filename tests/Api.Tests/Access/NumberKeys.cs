using System.Text.Json;

namespace PilotPairing.Api.Tests.Access;

/// <summary>A number with a key of its own.</summary>
internal sealed record KeyedNumber(string NumberId, string KeyId, string Key);

internal static class NumberKeys
{
    public static async Task<KeyedNumber> NewKeyedNumber(this ApiHost api, string? tenantKey = null)
    {
        var number = (await api.NewLink(key: tenantKey)).Text("numberId");
        var made = (await api.Post("/v1/api-keys", new { whatsappNumberId = number }, tenantKey)).Expect(201);
        return new(number, made.Text("id"), made.Text("key"));
    }

    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    public static bool IsNull(this JsonElement json, string member) => json.GetProperty(member).ValueKind == JsonValueKind.Null;

    public static IReadOnlyList<string> Members(this JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];
}
