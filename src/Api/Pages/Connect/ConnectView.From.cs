using System.Globalization;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>How a view comes from a reading of the link and a request.</summary>
internal sealed partial record ConnectView
{
    public static ConnectView From(string token, LinkReading reading, HttpRequest request, ConnectViewSources sources, DateTimeOffset now)
    {
        var (link, tenant, query) = (reading.View.Link, reading.TenantBranding, request.Query);
        var texts = PageLanguage.Choose(request, link.Terms.Locale, reading.Settings.DefaultLocale);
        var branding = ResolvedBranding.Resolve(
            reading.Settings.AllowQueryBranding
                ? QueryBranding.Read(query, [.. link.Terms.Branding.Images(), .. tenant.Images()]) : BrandingLayer.Empty,
                link.Terms.Branding, tenant,
            texts.Unbranded(sources.Branding));
        var hidden = link.Terms.Branding.HidePilotStatusBranding ?? tenant.HidePilotStatusBranding ?? false;
        var embedded = query["embed"] == "1";
        var parent = embedded && WebAddress.Origin(query["parentOrigin"].ToString()) is { } origin && PageHeaders.MayFrame(origin, reading)
            ? origin : null;
        var signup = sources.Apps.Signup(reading.Tenant.Mode);
        return new()
        {
            Token = token,
            DeviceName = reading.DeviceName,
            Link = reading.View,
            Texts = texts,
            Phone = sources.Phones.Of(texts),
            Numbers = sources.Numbers,
            Branding = branding,
            Asker = link.Terms.Branding.CompanyName ?? tenant.CompanyName ?? (hidden ? null : sources.Branding.CompanyName)
                ?? texts.UnknownAsker,
            PageUrl = $"{sources.Addresses.Of(reading.Settings)}/connect/{token}",
            Now = now,
            Theme = QueryBranding.Theme(query),
            Embedded = embedded,
            Parent = parent,
            Tap = link.Terms.Methods.Contains(PairingMethod.Qr) && sources.Page.PlacementFor(reading.Settings) is var place
                && place != ConnectInWhatsApp.Off ? place : null,
            Mode = reading.Tenant.Mode,
            Device = VisitorBrowser.DeviceOf(request.Headers.UserAgent.ToString()),
            InModal = embedded && query["modal"] == "1",
            Signup = link.Takes(MetaFlow.Embedded) ? signup : null,
            LacksMeta = link.MetaFlow is { } flow
                && (sources.Apps.Graph(reading.Tenant.Mode) is null || (flow == MetaFlow.Embedded && signup is null)),
            InApp = InAppBrowser.Is(request.Headers.UserAgent.ToString()),
            StartsByItself = parent is not null && query["autoStart"] == "1"
                && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "iframe",
            Language = PageLanguage.Asked(request)?.Tag,
            AskedForNew = query["asked"] == "1",
            AskedWhenItWorks = query["asked"] == "passkey",
            WaitsUntil = WaitIn(query, now),
        };
    }

    /// <summary>Our own redirect wrote it, or it says nothing.</summary>
    private static DateTimeOffset? WaitIn(IQueryCollection query, DateTimeOffset now) =>
        long.TryParse(query[WaitParameter], NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && until - now.ToUnixTimeSeconds() is > 0 and <= LongestWait
            ? DateTimeOffset.FromUnixTimeSeconds(until)
            : null;
}
