using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Links;

[ShownMembers("name", "number", "redirectUrl", "redirectState", "externalRef", "metadata", "expiresInSeconds", "locale", "branding",
    "allowedOrigins")]
internal sealed record PairingLinkRequest
{
    public Provider? Provider { get; set; }

    public MetaFlow? MetaFlow { get; set; }

    /// <summary>Not even type-checked for links of the official API.</summary>
    [Field("Required for PILOT_STATUS, ignored for META: 1 to 120 characters, no control characters", "Cliente Acme", Longest = 120)]
    public JsonElement? Name { get; set; }

    [Field("Required for PILOT_STATUS, ignored for META: 10 to 15 digits with the country code", "5511988887777")]
    public JsonElement? Number { get; set; }

    public bool? LinkToApiKey { get; set; }

    public bool? SendViaWhatsApp { get; set; }

    public BrandingLayer? Branding { get; set; }

    public BrandingLayer? BrandingOverride { get; set; }

    [Field("Where the page goes after success", "https://app.acme.com/done", Longest = 2048, Format = "uri")]
    public string? RedirectUrl { get; set; }

    public string? RedirectState { get; set; }

    public string? FailureRedirectUrl { get; set; }

    [Field("Your own id of it", "customer-42", Longest = 200)]
    public string? ExternalRef { get; set; }

    public Dictionary<string, string>? Metadata { get; set; }

    public int? ExpiresInSeconds { get; set; }

    public string? Locale { get; set; }

    public List<string>? AllowedOrigins { get; set; }

    public List<PairingMethod>? Methods { get; set; }

    public NumberPolicy? NumberPolicy { get; set; }

    public ReconnectRequest? Reconnect { get; set; }

    public static CreatePairingLink ToCommand(WireBody<PairingLinkRequest> body, Caller caller, IPhoneNumberParser phones)
    {
        var sent = body.Value;
        return new(caller)
        {
            Faults = body.Faults,
            Provider = sent.Provider,
            MetaFlow = sent.MetaFlow,
            Name = DisplayName.Parse(TextOf(sent.Name)),
            Number = phones.Parse(TextOf(sent.Number)),
            LinkToApiKey = sent.LinkToApiKey ?? true,
            SendViaWhatsApp = sent.SendViaWhatsApp ?? false,
            Branding = sent.Branding,
            BrandingOverride = sent.BrandingOverride,
            RedirectUrl = sent.RedirectUrl,
            RedirectState = sent.RedirectState,
            FailureRedirectUrl = sent.FailureRedirectUrl,
            ExternalRef = sent.ExternalRef,
            Metadata = sent.Metadata,
            ExpiresInSeconds = sent.ExpiresInSeconds,
            Locale = sent.Locale,
            AllowedOrigins = sent.AllowedOrigins,
            Methods = sent.Methods,
            NumberPolicy = sent.NumberPolicy,
            Reconnect = sent.Reconnect is null
                ? null : new(sent.Reconnect.NumberId,
                    WireId.TryParse(NumberId.Prefix, sent.Reconnect.NumberId, out var id) ? new NumberId(id) : null),
        };
    }

    private static string? TextOf(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text && WellFormed.Text(text) is { } read ? read : null;
}

[RequiredMembers("numberId")]
internal sealed record ReconnectRequest
{
    public string? NumberId { get; set; }
}

internal sealed record PairingLinkResponse(
    Provider Provider, string LinkId, string? NumberId, InstanceSummary? Instance, string RemotePairingToken, string RemotePairingUrl,
    string? MaskedNumber, bool MessageSent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? MessageError,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MessageCode? MessageErrorCode,
    string? LinkedApiKeyId, DateTimeOffset ExpiresAt, string? ExternalRef, IReadOnlyDictionary<string, string> Metadata,
    string? RedirectUrl)
{
    public static PairingLinkResponse From(PairingLinkCreated created, string connectUrl) => new(
        created.Link.Provider, created.Link.Id.ToString(), created.Instance?.Id.ToString(), InstanceSummary.From(created.Instance),
        created.Token.Value,
        $"{connectUrl}/connect/{created.Token.Value}", created.Instance?.Number.Masked, created.Message?.Sent ?? false,
        created.Message?.Problem?.Text, created.Message?.Problem?.Code, created.LinkedKey?.ToString(),
        created.Link.ExpiresAt, created.Link.Labels.ExternalRef, created.Link.Labels.Metadata, created.Link.Terms.RedirectUrl);
}

internal sealed record InstanceSummary(string Id, string InstanceName, string Number, string Name, InstanceState State)
{
    public static InstanceSummary? From(Instance? instance) =>
        instance is null ? null
            : new(instance.Id.ToString(), instance.Id.InstanceName, instance.Number.Digits, instance.Name.Value, instance.State);
}

internal sealed record LinkInfoResponse(
    bool Valid, string? Name, string? MaskedNumber, InstanceState State, BrandingFields Branding, Provider Provider, MetaFlow? MetaFlow,
    IReadOnlyList<PairingMethod> Methods,
    PairingPhase Phase, string? Locale, DateTimeOffset ExpiresAt)
{
    public static LinkInfoResponse From(LinkReading reading, BrandingFields branding, DateTimeOffset now)
    {
        var (link, pairing) = (reading.View.Link, reading.View.Pairing);
        return new(
            true, pairing?.Name, pairing?.Phone.Masked, pairing?.State ?? InstanceState.Close, branding, link.Provider, link.MetaFlow,
            link.Terms.Methods, reading.View.PhaseAt(now),
            link.Terms.Locale, link.ExpiresAt);
    }
}

internal sealed record BrandingFields(
    string? LogoUrl, string? PrimaryColor, string? BackgroundColor, string CompanyName, string Subtitle, string? SupportUrl,
    string? DefaultRedirectUrl, bool HidePilotStatusBranding, string? LogoUrlDark, string? FaviconUrl, string? CardColor,
    int? CornerRadius, FontFamily? FontFamily)
{
    public static BrandingFields From(ResolvedBranding branding) => new(
        branding.LogoUrl, branding.PrimaryColor, branding.BackgroundColor, branding.CompanyName, branding.Subtitle, branding.SupportUrl,
        branding.DefaultRedirectUrl, branding.HidePilotStatusBranding, branding.LogoUrlDark, branding.FaviconUrl, branding.CardColor,
        branding.CornerRadius, branding.FontFamily);
}

internal sealed record BrandingResponse(BrandingFields Branding);

internal sealed record LinkStatusResponse(
    InstanceState State, bool IsFullyConnected, PairingPhase Phase,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ArtifactExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? CoolingUntil,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairingMethod? CoolingMethod,
    DateTimeOffset ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NumberId,

    [property: Field("Where the page goes, with the outcome in its query; only for the browser that presents its attempt",
        Rare = "https://shop.example.com/whatsapp?status=success", Format = "uri")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectUrl)
{
    public static LinkStatusResponse From(LinkStatusReading reading) => new(
        reading.State, reading.State == InstanceState.Open, reading.Phase, reading.Sequence, reading.ArtifactExpiresAt,
        reading.CoolingUntil, reading.CoolingMethod,
        reading.ExpiresAt, reading.Receipt?.Number.ToString(), reading.Receipt?.RedirectUrl);
}
