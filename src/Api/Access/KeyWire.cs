using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Access;

[RequiredMembers("whatsappNumberId")]
internal sealed record NumberKeyRequest
{
    public string? WhatsappNumberId { get; set; }

    public int? GraceSeconds { get; set; }

    public static MakeNumberKey ToCommand(WireBody<NumberKeyRequest> body, Caller caller) => new(caller)
    {
        Faults = body.Faults,
        Number = body.Value.WhatsappNumberId is { } written
            ? new(WireId.TryParse(NumberId.Prefix, written, out var id) ? new NumberId(id) : null) : null,
        GraceSeconds = body.Value.GraceSeconds,
    };
}

internal sealed record RegenerateRequest
{
    public int? GraceSeconds { get; set; }
}

/// <summary>The one answer that holds a key.</summary>
internal sealed record KeyResponse(
    [property: Field("Names the key; no secret", "key_7k3mxq9v2c8dhr5tbnw0ze4fja")]
    string Id,
    [property: Field("Always Default", "Default")]
    string Name, string Key, string KeyPrefix, string KeyLast4, KeyScope Scope, string? WhatsappNumberId, DateTimeOffset CreatedAt)
{
    public const string OnlyName = "Default";

    public static KeyResponse From(ApiKey key) => new(
        key.Id.ToString(), OnlyName, key.Raw.Value, key.Raw.Prefix, key.Raw.Last4, key.Scope, key.Number?.ToString(), key.CreatedAt);

    public override string ToString() => $"[api key {Id}]";
}

/// <param name="Key">Always null: a key is shown once, when it is made.</param>
internal sealed record NumberKeyResponse(string NumberId, string Number, string DisplayName, string? KeyId, string? KeyLast4,
    [property: Field("Always null: a key is shown once, when it is made")]
    string? Key, bool Revealable)
{
    public static NumberKeyResponse From(NumberKey number) => new(
        number.Number.Id.ToString(), number.Number.Number.Digits, number.Number.Name.Value, number.Key?.Id.ToString(), number.Key?.Last4,
        null, false);
}

internal sealed record CallerResponse(string TenantId, TenantMode Mode, KeyScope Scope, string KeyId, string? WhatsappNumberId)
{
    public static CallerResponse From(Caller caller) =>
        new(caller.Tenant.ToString(), caller.Mode, caller.Scope, caller.Key.ToString(), caller.Number?.ToString());
}
