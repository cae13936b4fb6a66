using System.Globalization;
using System.Text.Json;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Qr;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>Everything a living link's page shows at one moment.</summary>
internal sealed partial record ConnectView
{
    /// <summary>How long the receipt stays before the way back is taken.</summary>
    public const int ReturnSeconds = 3;

    /// <summary>The query parameter that says, in Unix seconds, until when there is no other code.</summary>
    public const string WaitParameter = "wait";

    private const int LongestWait = 24 * 60 * 60;

    public required string Token { get; init; }

    public required LinkView Link { get; init; }

    public required Texts Texts { get; init; }

    /// <summary>What WhatsApp and phones print, as the operator has it.</summary>
    public required PhoneTexts Phone { get; init; }

    public required ResolvedBranding Branding { get; init; }

    /// <summary>From the link or its tenant, never from the URL.</summary>
    public required string Asker { get; init; }

    public required string PageUrl { get; init; }

    /// <summary>Where people can check that they are; inside another page they see no address bar.</summary>
    public string Host =>
        new Uri(
            PageUrl).IdnHost + (new Uri(PageUrl).IsDefaultPort ? "" : ":" + new Uri(PageUrl).Port.ToString(CultureInfo.InvariantCulture));

    public required DateTimeOffset Now { get; init; }

    public BrandImages Images { get; init; } = BrandImages.None;

    public string? Theme { get; init; }

    public bool Embedded { get; init; }

    /// <summary>Whom the page may send messages to; null when it is not framed by one who may.</summary>
    public string? Parent { get; init; }

    /// <summary>Framed by a modal of ours, which the page can ask to close.</summary>
    public bool InModal { get; init; }

    /// <summary>Never with Meta: browsers open its window only after a press.</summary>
    public bool StartsByItself { get => field && !IsMeta; init; }

    public string? Language { get; init; }

    /// <summary>Why the link is over; null while it works or its receipt is shown.</summary>
    public LinkStatus? Ended =>
        Link.Link.StatusAt(Now) is var status && (status == LinkStatus.Active || Link.ShowsReceiptAt(Now)) ? null : status;

    public PairingPhase Phase => Ended is null ? Link.PhaseAt(Now) : PairingPhase.Expired;

    public bool MayAskForNew => Ended is null || Link.Link.IsRenewableAt(Now);

    /// <summary>The customer just asked for a new link without a script.</summary>
    public bool AskedForNew { get; init; }

    /// <summary>The customer, without a script, asked to hear when a passkey can be used.</summary>
    public bool AskedWhenItWorks { get; init; }

    /// <summary>Until when a customer without a script has to wait for another code, while one can still be used.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Null where the SaaS named no address.</summary>
    public WayBack? Leave(string status) =>
        RedirectUrl.Failure(Link.Link, status) is { } url
            ? new(url, string.Format(CultureInfo.InvariantCulture, Texts.Leave, Asker)) : null;

    /// <summary>How the phone calls the connection; null where that is not known.</summary>
    public string? DeviceName { get; init; }

    /// <summary>Where the customer who connected without a script goes now.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Whether the link is for a number of the official API alone.</summary>
    public bool IsMeta => Link.Link.Provider == Provider.Meta;

    public bool AsksForCredentials => Link.Link.MetaFlow == MetaFlow.Credentials;

    /// <summary>How Meta's window is opened; null where it cannot be, or where the link does not offer it.</summary>
    public MetaSignup? Signup { get; init; }

    /// <summary>A link of the official API in an installation that has no Meta app for it.</summary>
    public bool LacksMeta { get; init; }

    /// <summary>A number that is to be paired with a phone may come through Meta instead.</summary>
    public bool OffersMeta => Signup is not null && !IsMeta;

    /// <summary>The page is open in an app's browser, which seldom opens Meta's window.</summary>
    public bool InApp { get; init; }

    /// <summary>What was typed and its errors, for a page without a script.</summary>
    public CredentialsForm Form { get; init; } = CredentialsForm.Empty;

    public bool OpensMeta => Signup is not null;

    public bool TalksToMeta => !LacksMeta && Ended is null && (OpensMeta || AsksForCredentials);

    /// <summary>Whether the number that the link connected is one of the official API.</summary>
    public bool CameThroughMeta => IsMeta || Link.Pairing is { Provider: Provider.Meta, State: InstanceState.Open };

    public string Api => $"/v1/remote-pairing/{Token}";

    public string PhaseName => JsonNamingPolicy.SnakeCaseLower.ConvertName(Phase.ToString());

    public bool ShowsArtifacts => Phase is PairingPhase.Preparing or PairingPhase.AwaitingScan;

    public bool CanQr => Link.Link.Terms.Methods.Contains(PairingMethod.Qr);

    public bool CanCode => Link.Link.Terms.Methods.Contains(PairingMethod.Code);

    public string? OnlyMethod => Link.Link.Terms.OnlyMethod switch
    {
        PairingMethod.Qr => "qr",
        PairingMethod.Code => "code",
        _ => null,
    };

    /// <summary>The other pairing method of a link that has two, while one cools down.</summary>
    public IReadOnlyList<Meanwhile> Meanwhile => CanQr && CanCode
        ? [
            new("qr", Texts.QrMeanwhile, Texts.StartWithQr, Link.Pairing?.Cooled == PairingMethod.Code),
            new("code", Texts.CodeMeanwhile, Texts.StartWithCode, Link.Pairing?.Cooled == PairingMethod.Qr),
        ]
        : [];

    public QrArtifact? Qr => ShowsArtifacts ? Link.Artifacts.Qr : null;

    public CodeArtifact? Code => ShowsArtifacts ? Link.Artifacts.Code : null;

    /// <summary>Where a phone is offered to open WhatsApp itself; null where it is not.</summary>
    public ConnectInWhatsApp? Tap { get; init; }

    public TenantMode Mode { get; init; }

    /// <summary>Opens WhatsApp with the QR code shown now. Computers, which cannot open it, do not get it.</summary>
    public string? DeviceLinkUrl =>
        Tap is not null && Device != DeviceClass.Desktop && Qr is { } qr && qr.ExpiresAt > Now ? DeviceLink.Of(qr.Payload, Mode) : null;

    public DeviceClass Device { get; init; }

    public string? QrImage => Qr is { } qr && qr.ExpiresAt > Now ? QrImages.SmallPngDataUri(qr.Payload) : null;

    /// <summary>Grouped as people write it; empty where no number is known yet.</summary>
    public string Masked =>
        ((Phase == PairingPhase.Connected ? Link.Pairing?.ConnectedNumber : null) ?? Link.Pairing?.Phone) is { } phone
            ? Numbers.Masked(phone) : "";

    public required IPhoneNumberFormatter Numbers { private get; init; }

    /// <summary>Fetched when somebody wants to see it: within the page it would cost everybody.</summary>
    public string PageQr => PageQrEndpoint.PathOf(Token);

    /// <summary>Where forms go. Of the query only the language comes along, in our spelling.</summary>
    public string Action => PathOf(Token, Language);

    /// <summary>After how many seconds a page without a script reloads; null when nothing will change by itself.</summary>
    public int? ReloadAfterSeconds => Phase switch
    {
        PairingPhase.Preparing or PairingPhase.Confirming or PairingPhase.VerifyingNumber => 2,
        PairingPhase.AwaitingScan or PairingPhase.GatewayUnavailable or PairingPhase.PasskeyRequired or PairingPhase.MetaRegistering => 5,
        PairingPhase.CoolingDown or PairingPhase.MetaWaiting => 15,
        PairingPhase.Connected or PairingPhase.Expired => null,
        _ => (int)Math.Ceiling((Link.Link.ExpiresAt - Now).TotalSeconds) + 1,
    };

    /// <summary>In minutes and seconds, where a day's budget is used up with hours.</summary>
    public string Left(DateTimeOffset? until) => (until - Now) switch
    {
        { TotalHours: >= 1 } left => $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}",
        { TotalSeconds: > 0 } left => $"{left.Minutes}:{left.Seconds:00}",
        _ => "0:00",
    };

    /// <summary>Character by character, as a screen reader should say it.</summary>
    public string Spelled(string code) => string.Join(' ', code.Select(character => character == '-' ? Texts.Dash : character.ToString()));

    public static string Instant(DateTimeOffset? at) => at is { } instant ? InstantJsonConverter.Written(instant) : "";

    /// <summary>The address of the same page in another language, with the embed's parameters.</summary>
    public string In(Texts other) =>
        $"?lang={other.Tag}{(Embedded ? "&embed=1" : "")}{(InModal ? "&modal=1" : "")}{(Parent is null ? "" : "&parentOrigin=" + Uri.EscapeDataString(Parent))}{(Theme is null ? "" : "&theme=" + Theme)}";

    public static string PathOf(string token, string? language) => $"/connect/{token}{(language is null ? "" : "?lang=" + language)}";
}
