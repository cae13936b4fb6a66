using System.Collections.Frozen;

namespace PilotPairing.Api.OpenApi;

/// <summary>What must be in a request, and what its example shows.</summary>
internal static class RequestFields
{
    public static readonly FrozenDictionary<string, IReadOnlyList<string>> Required = new Dictionary<string, IReadOnlyList<string>>
    {
        ["NumberRequest"] = ["name", "number"],
        ["NumberKeyRequest"] = ["whatsappNumberId"],
        ["ReconnectRequest"] = ["numberId"],
        ["SimulateRequest"] = ["event"],
        ["SimulateLinkRequest"] = ["event"],
        ["ReportRequest"] = ["kind"],
        ["EmbedSessionRequest"] = ["surface", "allowedOrigins"],
        ["EndpointRequest"] = ["url"],
        ["ReplayRequest"] = ["since"],
        ["MetaNumberRequest"] = ["name", "number", "wabaId", "accessToken"],
        ["EmbeddedCompletionRequest"] = ["code"],
        ["CredentialsCompletionRequest"] = ["phoneNumberId", "wabaId", "accessToken"],
        ["TemplateRequest"] = ["name", "category", "language", "body", "sender"],
        ["MetaSenderRequest"] = ["numberId", "templateName", "language"],
    }.ToFrozenDictionary();

    /// <summary>The members that a request's example shows, where all of them together would contradict each other.</summary>
    public static readonly FrozenDictionary<string, IReadOnlyList<string>> Shown = new Dictionary<string, IReadOnlyList<string>>
    {
        ["PairingLinkRequest"] = ["name", "number", "redirectUrl", "redirectState", "externalRef", "metadata", "expiresInSeconds", "locale", "branding", "allowedOrigins"],
        ["BrandingRequest"] = ["companyName", "primaryColor", "supportUrl"],
        ["BrandingLayer"] = ["companyName", "primaryColor"],
        ["EndpointRequest"] = ["url", "name", "events", "scope"],
        ["EmbedSessionRequest"] = ["surface", "allowedOrigins", "ttlSeconds"],
        ["LinkPatch"] = ["redirectUrl", "metadata", "locale"],
        ["SimulateRequest"] = ["event"],
        ["ConnectRequest"] = ["method"],
        ["ReportRequest"] = ["kind"],
        ["MetaNumberRequest"] = ["name", "number", "metaPhoneId", "wabaId", "accessToken"],
        ["EmbeddedCompletionRequest"] = ["code", "phoneNumberId", "wabaId"],
        ["CredentialsCompletionRequest"] = ["phoneNumberId", "wabaId", "accessToken"],
        ["SenderRequest"] = ["numberId"],
    }.ToFrozenDictionary();
}
