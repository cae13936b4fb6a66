using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>What we ask of a number, and how Graph's words for it are understood.</summary>
internal static class GraphNumber
{
    /// <summary>The messaging limit is known from v24.0 on.</summary>
    public const string Fields =
        "id,display_phone_number,verified_name,name_status,code_verification_status,quality_rating,status,account_mode,platform_type,throughput,"
        + "whatsapp_business_manager_messaging_limit,webhook_configuration,last_onboarded_time,is_on_biz_app";

    private const int FewestDigits = 8;
    private const string Nowhere = "NOT_APPLICABLE";

    /// <summary>Null for what is no number of Graph's.</summary>
    public static MetaNumber? Read(JsonElement number) => MetaId.Parse(LenientJson.Text(number, "id")) is not { } id ? null : new(
        id,
        PhoneNumber.Parse(LenientJson.Text(number, "display_phone_number"), FewestDigits) is { } phone && !IsMetasOwn(phone) ? phone : null,
        LenientJson.Text(number, "verified_name"),
        LenientJson.Text(number, "status"),
        LenientJson.Text(number, "quality_rating"),
        LenientJson.Text(number, "whatsapp_business_manager_messaging_limit"),
        LenientJson.Member(number, "is_on_biz_app").ValueKind == JsonValueKind.True,
        IsRegistered(LenientJson.Text(number, "platform_type"), LenientJson.Text(LenientJson.Member(number, "throughput"), "level")));

    /// <summary>Meta lends numbers of the area code 555, which no phone has, to tests and to businesses that show only a name.</summary>
    private static bool IsMetasOwn(PhoneNumber phone) => phone.Digits is ['1', '5', '5', '5', .. { Length: 7 }];

    /// <summary>What says nothing of either counts as not registered: asking for it then is refused or does what is wanted.</summary>
    private static bool IsRegistered(string? platform, string? throughput) => platform switch
    {
        null => throughput is not (null or Nowhere),
        _ => platform == "CLOUD_API" && throughput != Nowhere,
    };
}

internal sealed record RegisterNumber([property: JsonPropertyName("messaging_product")] string MessagingProduct, string Pin)
{
    public override string ToString() => "[registration]";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterNumber))]
internal sealed partial class GraphJsonContext : JsonSerializerContext;
