using System.Text.Json.Serialization;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Links;

internal sealed record LinkFunnelResponse(
    DateTimeOffset? OpenedAt, DateTimeOffset? StartedAt, DateTimeOffset? TappedAt, DateTimeOffset? TapReturnedAt,
    DateTimeOffset? ScannedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? AbandonedAt);

/// <summary>What opened the page last.</summary>
internal sealed record LinkVisitorResponse(
    DeviceClass Device, bool InAppBrowser,
    [property: Field("The page's language", Rare = "pt-BR")]
    string? Language);

/// <summary>A link as its owner sees it; never its token.</summary>
internal sealed record LinkResponse(
    [property: Field("Opaque", "lnk_01m7yzm1g5e3atdvy5zebzrk9y")]
    string Id, LinkStatus Status, PairingPhase Phase, Provider Provider, MetaFlow? MetaFlow, string? NumberId, int Opens, int Attempts,
    IReadOnlyList<LinkDeliveryResponse> Delivery,
    LinkFunnelResponse Funnel, LinkVisitorResponse? OpenedWith,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FailureDetail, string? PhoneMessage,
    IReadOnlyList<PairingMethod> Methods, NumberPolicy NumberPolicy, string? Locale, string? RedirectUrl,
    string? RedirectState, string? FailureRedirectUrl, IReadOnlyList<string> AllowedOrigins, BrandingLayer Branding,
    DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt, string? ExternalRef, IReadOnlyDictionary<string, string> Metadata)
{
    public static LinkResponse From(LinkDetail detail, DateTimeOffset now)
    {
        var (link, funnel, terms) = (detail.Link, detail.Funnel, detail.Link.Terms);
        return new(
            link.Id.ToString(), link.StatusAt(now), new LinkView(link, detail.Pairing).PhaseAt(now), link.Provider, link.MetaFlow,
            link.Number?.ToString(), detail.Opens, detail.Attempts,
            [.. detail.Deliveries.Select(LinkDeliveryResponse.From)],
            new(funnel.OpenedAt, funnel.StartedAt, funnel.TappedAt, funnel.TapReturnedAt, funnel.ScannedAt, funnel.ConnectedAt,
                funnel.AbandonedAt),
            detail.Visitor is { } visitor ? new(visitor.Device, visitor.InApp, visitor.Language) : null, detail.FailureReason,
            detail.FailureDetail, detail.PhoneMessage, terms.Methods, terms.Policy,
            terms.Locale, terms.RedirectUrl, terms.RedirectState, terms.FailureRedirectUrl, terms.AllowedOrigins, terms.Branding,
            link.ExpiresAt, link.CreatedAt, link.Labels.ExternalRef, link.Labels.Metadata);
    }
}

[ShownMembers("redirectUrl", "metadata", "locale")]
internal sealed record LinkPatch
{
    public Optional<DateTimeOffset?> ExpiresAt { get; set; }

    public Optional<string> RedirectUrl { get; set; }

    public Optional<string> FailureRedirectUrl { get; set; }

    public Optional<BrandingLayer> Branding { get; set; }

    public Optional<List<string>> AllowedOrigins { get; set; }

    public Optional<Dictionary<string, string>> Metadata { get; set; }

    public Optional<string> Locale { get; set; }

    public LinkChange ToChange() => new()
    {
        ExpiresAt = ExpiresAt,
        RedirectUrl = RedirectUrl,
        FailureRedirectUrl = FailureRedirectUrl,
        Branding = Branding,
        AllowedOrigins = new(AllowedOrigins.IsSent, AllowedOrigins.Value),
        Metadata = new(Metadata.IsSent, Metadata.Value),
        Locale = Locale,
    };
}

internal sealed record RotateRequest
{
    public int? ExpiresInSeconds { get; set; }
}

internal sealed record RotateResponse(string LinkId, string RemotePairingToken, string RemotePairingUrl, DateTimeOffset ExpiresAt)
{
    public static RotateResponse From(LinkRotated rotated, string connectUrl) =>
        new(rotated.Link.ToString(), rotated.Token.Value, $"{connectUrl}/connect/{rotated.Token.Value}", rotated.ExpiresAt);
}

[RequiredMembers("kind")]
[ShownMembers("kind")]
internal sealed record ReportRequest
{
    public PageReport? Kind { get; set; }

    public string? Value { get; set; }
}
