using PilotPairing.Domain.Branding;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// Everything the hosted page says, in one language. The phone's own words are spelled as the phone spells them: people compare them letter
/// by letter.
/// </summary>
internal sealed record Texts
{
    public static IReadOnlyList<Texts> All => [PtBr, Es, En];

    /// <summary>What stands in this language where nobody was named; the company that the operator named stays.</summary>
    public BrandingDefaults Unbranded(BrandingDefaults defaults) =>
        defaults with { NeutralTitle = NeutralTitle, Subtitle = DefaultSubtitle };

    public required string Tag { get; init; }

    public required string Name { get; init; }

    public required string DefaultSubtitle { get; init; }

    public required string NeutralTitle { get; init; }

    public required string Heading { get; init; }

    public required string Asks { get; init; }

    public required string UnknownAsker { get; init; }

    public required string Number { get; init; }

    public required string Address { get; init; }

    /// <summary>{0} is the company that asks to connect.</summary>
    public required string Consequence { get; init; }

    public required string Consent { get; init; }

    public required string Unexpected { get; init; }

    public required string Support { get; init; }

    public required string StartWithQr { get; init; }

    public required string StartWithCode { get; init; }

    /// <summary>The first button on the phone that is to be paired, where it leads into WhatsApp.</summary>
    public required string StartOnPhone { get; init; }

    public required string AppHeading { get; init; }

    public required string ConnectInWhatsApp { get; init; }

    public required string AppHint { get; init; }

    /// <summary>Nothing came of opening WhatsApp: another way is shown.</summary>
    public required string TapUnanswered { get; init; }

    public required string QrHeading { get; init; }

    public required string QrName { get; init; }

    /// <summary>The additional text where a pairing code is offered, too.</summary>
    public required string CannotScan { get; init; }

    public required string QrHint { get; init; }

    public required string CodeHeading { get; init; }

    /// <summary>{0} is the code, spelled out.</summary>
    public required string CodeName { get; init; }

    public required string Dash { get; init; }

    /// <summary>{0} is the masked number.</summary>
    public required string CodeHint { get; init; }

    public required string UseCode { get; init; }

    public required string UseQr { get; init; }

    public required string Copy { get; init; }

    /// <summary>On the phone to be paired: the code is copied, then WhatsApp opened.</summary>
    public required string CopyAndOpen { get; init; }

    /// <summary>Said where WhatsApp did not come up.</summary>
    public required string NotOpened { get; init; }

    public required string NextStep { get; init; }

    /// <summary>Shows the steps of the other kind of phone.</summary>
    public required string OtherPhone { get; init; }

    public required string Copied { get; init; }

    public required string Preparing { get; init; }

    /// <summary>{0} is minutes and seconds.</summary>
    public required string TimeLeft { get; init; }

    public required string HalfAMinuteLeft { get; init; }

    public required string NewOnScreen { get; init; }

    public required string QrExpired { get; init; }

    /// <summary>A QR code would replace the pairing code that can still be typed.</summary>
    public required string QrLater { get; init; }

    public required string CodeExpired { get; init; }

    public required string NewCode { get; init; }

    public required string Steps { get; init; }

    public required Words Confirming { get; init; }

    public required Words Verifying { get; init; }

    public required Words Passkey { get; init; }

    /// <summary>Where a passkey leaves no way on this page. {1} is who asks.</summary>
    public required Words PasskeyOnly { get; init; }

    public required string TellMe { get; init; }

    /// <summary>{1} is who asks.</summary>
    public required string WillShow { get; init; }

    /// <summary>{0} is the masked number.</summary>
    public required Words Mismatch { get; init; }

    /// <summary>{0} is the time left.</summary>
    public required Words Cooling { get; init; }

    public required string QrMeanwhile { get; init; }

    public required string CodeMeanwhile { get; init; }

    /// <summary>Beside a code that can still be used. {0} is the time left.</summary>
    public required string NewOnesLater { get; init; }

    public required Words GatewayAway { get; init; }

    public required Words Stalled { get; init; }

    /// <summary>{0} is the masked number, {1} who asked.</summary>
    public required Words Connected { get; init; }

    public required Words Expired { get; init; }

    /// <summary>The link connected a number before.</summary>
    public required Words Spent { get; init; }

    /// <summary>{0} is the company that asks to connect.</summary>
    public required Words Withdrawn { get; init; }

    public required string AskThem { get; init; }

    public required Words Dead { get; init; }

    /// <summary>Part of the address is missing.</summary>
    public required Words Incomplete { get; init; }

    /// <summary>No page has this address.</summary>
    public required Words NothingHere { get; init; }

    public required Words ElsewhereSent { get; init; }

    /// <summary>More was asked than one address or link may ask; the page asks again by itself.</summary>
    public required Words Busy { get; init; }

    /// <summary>Shown when the server cannot render the page; it reloads by itself.</summary>
    public required Words Away { get; init; }

    /// <summary>The server refused what was pressed, whichever button that was.</summary>
    public required string Refused { get; init; }

    public required MetaTexts Meta { get; init; }

    /// <summary>Closes the modal after success.</summary>
    public required string Close { get; init; }

    public required string TryAgain { get; init; }

    public required string AskForNew { get; init; }

    /// <summary>{0} is who asked.</summary>
    public required string AskedForNew { get; init; }

    /// <summary>{0} is who asked.</summary>
    public required string Leave { get; init; }

    public required string Undo { get; init; }

    /// <summary>{0} is who asked, {1} seconds.</summary>
    public required string GoingBack { get; init; }

    public required string GoBack { get; init; }

    public required string Decoder { get; init; }

    public required string OtherScreen { get; init; }

    public required string OtherScreenHint { get; init; }

    public required string OtherScreenQrName { get; init; }

    /// <summary>Where the device can pass on a link to its other apps.</summary>
    public required string SendLink { get; init; }

    public required string SendByMail { get; init; }

    public required string SendBySms { get; init; }

    public required string CopyLink { get; init; }

    public required string LinkCopied { get; init; }

    public required string Offline { get; init; }

    public required string Language { get; init; }

    /// <summary>{0} is the product.</summary>
    public required string PoweredBy { get; init; }

    public static Texts PtBr => TextsPtBr.Value;

    public static Texts Es => TextsEs.Value;

    public static Texts En => TextsEn.Value;
}
