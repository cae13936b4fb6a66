using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace PilotPairing.Api.OpenApi;

/// <summary>
/// What each name on the wire means, wherever it occurs. A member whose name means something of its own carries
/// <see cref="FieldAttribute"/>.
/// </summary>
internal static class Fields
{
    private const string Url = "https://shop.example.com/whatsapp";
    private const string Png = "data:image/png;base64,iVBORw0KGgo=";
    private const string Made = "2026-11-20T14:03:07.000Z";
    private const string Later = "2026-11-21T14:03:07.000Z";
    private const string NumberId = "num_01m7yzm1g4e3atdvy5zebzrk9y";
    private const string KeyId = "key_7k3mxq9v2c8dhr5tbnw0ze4fja";
    private const string Color = "^#[0-9a-fA-F]{6}$";
    private const string Locale = "^(pt-BR|es|en)$";

    public static readonly FrozenDictionary<string, Field> Table = new Dictionary<string, Field>
    {
        ["id"] = new("Opaque", NumberId),
        ["tenantId"] = new("Whose it is", "ten_01m7yzm1g3e3atdvy5zebzrk9y"),
        ["keyId"] = new("Names the key; no secret", KeyId),
        ["linkId"] = new("The link", "lnk_01m7yzm1g5e3atdvy5zebzrk9y"),
        ["linkIds"] = new("Its links, newest first", new JsonArray("lnk_01m7yzm1g5e3atdvy5zebzrk9y")),
        ["numberId"] = new("The number", NumberId),
        ["whatsappNumberId"] = new("The number; null for a tenant key", NumberId),
        ["whatsappNumberIds"] = new("The numbers it is about", new JsonArray(NumberId)) { MostItems = 100 },
        ["whatsappInstanceIds"] = new("The same ids under the original API's second name", new JsonArray(NumberId)),
        ["webhookId"] = new("The endpoint", "wh_01m7yzm1g6e3atdvy5zebzrk9y"),
        ["eventId"] = new("The event, as in the header webhook-id", "evt_01m7yzm1g8e3atdvy5zebzrk9y"),
        ["deliveryId"] = new("The delivery", "dlv_01m7yzm1g7e3atdvy5zebzrk9y"),
        ["linkedApiKeyId"] = new("The number key that now points at this number; null with a tenant key") { Rare = KeyId },
        ["duplicateOf"] = new("Another number of this tenant with the same phone number") { Rare = NumberId },
        ["instanceName"] = new("The original API's technical name", "0199a1b2c3d47e5f8a9b0c1d2e3f4a5b"),

        ["name"] = new("What people call it: 1 to 120 characters, no control characters", "Loja Centro") { Longest = 120 },
        ["results"] = new("What became of each entry, in their order"),
        ["link"] = new("The link that the entry made; absent where it was refused"),
        ["displayName"] = new("The number's name", "Loja Centro"),
        ["number"] = new("10 to 15 digits with the country code. Punctuation and the prefix of calls inside the country are dropped; answers have the digits that were understood", "5511999999999"),
        ["connectedNumber"] = new("What WhatsApp reports after pairing, in digits", "5511999999999"),
        ["maskedNumber"] = new("The number as a stranger may see it", "+551199****9999"),
        ["phone"] = new("The simulated phone; the number's own unless given", "+5511999999999"),
        ["externalRef"] = new("Your own id of it", "order-8841") { Longest = 200 },
        ["metadata"] = new("Your own labels: at most 50, keys of 40 and values of 500 characters",
            new JsonObject { ["plan"] = "pro" })
        { MostMembers = 50 },
        ["linkToApiKey"] = new("Whether a calling number key is pointed at the new number", true),

        ["valid"] = new("Always true: a link that cannot be used is a 404", true),
        ["isFullyConnected"] = new("Whether the state is OPEN", false),
        ["sequence"] = new("Grows with every new code of this number", 1),
        ["qrcodeBase64"] = new("A PNG as a data URI, to be shown as it is", Png),
        ["deviceLinkUrl"] = new(
            "Opens WhatsApp on the phone to be paired, with the QR code shown now: the button of a page that is read on that phone. "
                + "Null or absent where it is not offered")
        { Rare = "https://wa.me/settings/linked_devices#2@..." },
        ["pairingCode"] = new("To be typed into WhatsApp instead of scanning", "K7QF-2MXP") { Pattern = "^[0-9A-Z]{4}-[0-9A-Z]{4}$" },
        ["pairingCodeExpiresAt"] = new("When the pairing code stops working", "2026-11-20T14:05:47.000Z"),
        ["artifactExpiresAt"] = new("When the code shown now stops working", "2026-11-20T14:03:27.000Z"),
        ["coolingUntil"] = new("While the phase is cooling_down: when it may be tried again", "2026-11-20T14:17:27.000Z"),
        ["coolingMethod"] = new(
            "Which way cools down; the other one, where the link offers it, may be tried at once. Absent when everything does", "code"),
        ["attempt"] = new("Proves to …/status and …/events that this browser began the pairing: send it as x-pairing-attempt", "T2x1ZmY4"),
        ["refresh"] = new("Asks for fresh codes once the current ones have expired", false),
        ["remotePairingToken"] = new("The secret of the link's address; shown once", "rp_5s1d2Yb0cXv9JqLr8uWm3ZkTn7aEhGf4oPiQx6RyVjA"),
        ["remotePairingUrl"] =
            new("What to send to the person with the phone",
                "https://connect.example.com/connect/rp_5s1d2Yb0cXv9JqLr8uWm3ZkTn7aEhGf4oPiQx6RyVjA")
            { Format = "uri" },
        ["redirectUrl"] = new("Where the page goes after success", Url) { Longest = 2048, Format = "uri" },
        ["redirectState"] = new("Comes back as state in the redirect's query", "session-17") { Longest = 512 },
        ["failureRedirectUrl"] = new("Offered as a button after a failure", Url) { Longest = 2048, Format = "uri" },
        ["expiresInSeconds"] = new("Until when the link works, from now; a day unless given", 86_400) { Least = 300, Most = 2_592_000 },
        ["locale"] = new("The page's language; the browser's unless given", "pt-BR") { Pattern = Locale },
        ["defaultLocale"] = new("The page's language where neither link nor browser says one", "pt-BR") { Pattern = Locale },
        ["allowedOrigins"] = new("Who may embed the page", new JsonArray("https://app.example.com")) { MostItems = 20 },
        ["embedOrigins"] = new("Who may embed the pages of links that name no origins",
            new JsonArray("https://app.example.com"))
        { MostItems = 20 },
        ["methods"] = new("The ways of pairing that the page offers", new JsonArray("qr", "code")),
        ["sendViaWhatsApp"] = new("Whether the link is sent to the number as a message", false),
        ["messageSent"] = new("Whether the sending side accepted the message", false),
        ["messageError"] = new("Why no message was sent, for people") { Rare = "No template is named pilot_status_remote_pairing" },
        ["messageErrorCode"] = new("Why no message was sent, for programs") { Rare = "TEMPLATE_NOT_FOUND" },
        ["category"] = new("What Meta calls it") { Rare = "UTILITY" },
        ["language"] = new("A language tag; pt-BR and pt_BR are the same", "pt-BR"),
        ["body"] = new("At most 1024 characters; its placeholders are {{link}}, {{name}} and {{company}}", "{{company}}: {{link}}"),
        ["sender"] = new("The number that sends it: one paired by QR, or a template of the official API"),
        ["templateName"] = new("The template's name at Meta", "pairing_link") { Longest = 512 },
        ["urlButton"] = new("Which of its buttons, from 0, ends in the link's secret", 0) { Least = 0, Most = 9 },
        ["template"] = new("The template's name; null when there was none", "pilot_status_remote_pairing"),
        ["senderNumberId"] = new("The number that sends it", NumberId),
        ["opens"] = new("How often the page was opened", 1),
        ["attempts"] = new("How often it was tried", 1),
        ["delivery"] = new("How the sending of the link went", new JsonArray()),
        ["failureReason"] = new("Why pairing failed") { Rare = "stalled" },
        ["failureDetail"] = new("What Meta said of the failure") { Rare = "The code has expired" },
        ["phoneMessage"] = new("What the person's phone said, where they told") { Rare = "Couldn't link device" },
        ["openedAt"] = new("The page was opened", Made),
        ["tappedAt"] = new("The link that opens WhatsApp was tapped") { Rare = Made },
        ["tapReturnedAt"] = new("The page was looked at again after that tap") { Rare = Made },
        ["openedWith"] = new("What opened the page last; no user agent is kept"),
        ["device"] = new("The class of device: android, ios, desktop or other", "android"),
        ["inAppBrowser"] = new("Whether the browser was part of another app", false),
        ["startedAt"] = new("A code was asked for", Made),
        ["scannedAt"] = new("The phone answered") { Rare = Made },
        ["connectedAt"] = new("WhatsApp confirmed the pairing") { Rare = Made },
        ["abandonedAt"] = new("Nothing happened for 30 minutes after the start") { Rare = Made },
        ["checkedAt"] = new("When the gateway last confirmed the state", Made),
        ["expiresAt"] = new("When it stops working", Later),
        ["createdAt"] = new("When it was made", Made),
        ["updatedAt"] = new("When it last changed", Made),
        ["now"] = new("When this was told, for countdowns", Made),
        ["at"] = new("When", Made),

        ["apiKeys"] = new("Its keys; no more of them than tells them apart", null),
        ["key"] = new("The key itself; shown once", "ps_test_8Vb2xJw0qYt5LrNc7dGzKfHs3mPaEu9iXoCy4RjWnTk"),
        ["keyPrefix"] = new("How the key begins", "ps_test_8Vb2"),
        ["keyLast4"] = new("How the key ends", "WnTk"),
        ["revealable"] = new("Always false", false),
        ["graceSeconds"] = new("How long the old key goes on working", 0) { Least = 0, Most = 604_800 },
        ["allowQueryBranding"] = new("Whether a link's address may change the page's looks", true),
        ["reconnectLinks"] = new("Whether number.disconnected carries a link to connect again", false),
        ["connectInWhatsApp"] =
            new("Where a phone is offered to open WhatsApp itself: before the pairing code, after it, or not at all. The installation's choice unless set", "first"),
        ["numberKeysMayCreate"] = new("Whether number keys may make numbers", true),
        ["connectUrl"] = new("The origin of the tenant's hosted pages and links, one of the installation's; its default when null",
            "https://connect.acme.example"),
        ["dailySendLimit"] = new("The most link messages a day; no limit when null", 500) { Least = 0, Most = 1_000_000 },

        ["logoUrl"] = new("An https URL, or one that an upload returned", "https://shop.example.com/logo.png")
        {
            Longest = 2048,
            Format = "uri"
        },
        ["logoUrlDark"] = new("The logo where the page is dark, as logoUrl. Without it a dark logo lies on a light plate there",
            "https://shop.example.com/logo-dark.png")
        {
            Longest = 2048,
            Format = "uri"
        },
        ["faviconUrl"] = new("The sign of the page's tab, as logoUrl", "https://shop.example.com/icon.png")
        {
            Longest = 2048,
            Format = "uri"
        },
        ["cardColor"] = new("The card itself. What lies on it is adjusted until it can be read", "#FFFFFF") { Pattern = Color },
        ["cornerRadius"] = new("Of the card, in CSS pixels; buttons and tiles follow", 12) { Least = 0, Most = 24 },
        ["fontFamily"] = new("A kind of letters that every system has; no fonts are loaded", "system"),
        ["primaryColor"] = new("Buttons and accents", "#25D366") { Pattern = Color },
        ["backgroundColor"] = new("Behind the card", "#FFFFFF") { Pattern = Color },
        ["companyName"] = new(
            "Who asks, as the page says it. Where nobody was named resolved branding has neutral words in the language of the page",
            "Loja Centro")
        { Longest = 60 },
        ["subtitle"] = new("Under the company's name", "Conexão WhatsApp") { Longest = 120 },
        ["supportUrl"] = new("Where the page's help leads", "https://shop.example.com/help") { Longest = 2048, Format = "uri" },
        ["defaultRedirectUrl"] =
            new("Where the page goes after success when the link does not say", Url) { Longest = 2048, Format = "uri" },
        ["hidePilotStatusBranding"] = new("Whether the page's footer is left out; an explicit false wins over a true further down", false),
        ["mimeType"] = new("As the bytes say, not the name", "image/png"),
        ["fileName"] = new("As uploaded", "logo.png"),
        ["sizeBytes"] = new("Its length", 5120),

        ["surface"] = new("What is embedded", "connect") { Pattern = "^connect$" },
        ["ttlSeconds"] = new("How long the session lasts", 1800) { Least = 60, Most = 3600 },
        ["token"] = new("Opaque and signed", "eyJ0aGlzIjoib3BhcXVlIn0.c2lnbmVk"),

        ["url"] = new("Where events are posted", "https://shop.example.com/hooks/whatsapp") { Longest = 2048, Format = "uri" },
        ["events"] = new("Names of events, or \"*\" for all; what is not offered here is dropped silently",
            new JsonArray("number.connected", "number.disconnected")),
        ["scope"] = new("Whether it is the whole tenant's or one number's", "tenant"),
        ["active"] = new("Whether it is delivered to", true),
        ["environment"] = new("TEST for a test-mode tenant, else LIVE", "TEST") { Pattern = "^(LIVE|TEST)$" },
        ["lastTriggered"] = new("When it last succeeded") { Rare = Made },
        ["secret"] = new("Verifies deliveries, by the Standard Webhooks scheme", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ["previousValidUntil"] = new("Until when the secret before it signs along") { Rare = Later },
        ["since"] = new("From when on", Made),
        ["queued"] = new("How many deliveries were queued", 1),
        ["event"] = new("The event's name", "number.connected"),
        ["statusCode"] = new("What the receiver answered", 200),
        ["payload"] = new("The body as delivered"),
        ["response"] = new("What the receiver said, at most 4 KiB", "ok"),
        ["durationMs"] = new("How long the receiver took", 84),
        ["nextAttemptAt"] = new("When it is tried again") { Rare = Later },
        ["lastAttemptAt"] = new("When it was last tried", Made),
        ["timestamp"] = new("When it happened", Made),
        ["type"] = new("The same as event, as Standard Webhooks names it", "number.connected"),
        ["schemaVersion"] = new("The version of data", "3"),
        ["data"] = new("What the event is about; its members depend on the event",
            new JsonObject { ["id"] = "evt_01m7yzm1g8e3atdvy5zebzrk9y" }),
        ["instanceId"] = new("The same as numberId, under the original API's name", NumberId),
        ["scannedNumberMasked"] = new("The number that was paired instead, as a stranger may see it", "+551188****7777"),
        ["reconnectUrl"] = new("A link to connect again, where the setting reconnectLinks is on",
            "https://connect.example.com/connect/rp_5s1d2Yb0cXv9JqLr8uWm3ZkTn7aEhGf4oPiQx6RyVjA")
        { Format = "uri" },
        ["ok"] = new("Always true", true),
        ["code"] = new("The pairing code shown on the page", "K7QF-2MXP"),
        ["value"] = new("What the phone's message said, with kind phone_message") { Rare = "Couldn't link device" },
        ["metaPhoneId"] = new("The official API's id of the number", "106540352242922"),
        ["phoneNumberId"] = new("The official API's id of the number", "106540352242922"),
        ["wabaId"] = new("The WhatsApp Business Account", "102290129340398"),
        ["accessToken"] = new("A token of the official API; kept encrypted, never shown", "EAAJB…"),
        ["pin"] = new("Six digits of two-step verification", "123456"),
        ["webhookUrl"] = new("Where the official API is to post its events", "https://connect.example.com/meta/webhook") { Format = "uri" },
        ["verifyToken"] = new("What the official API is to present there", "vt_2Yb0cXv9JqLr8uWm"),
        ["text"] = new("The message", "{{company}}: {{link}}"),
        ["meta"] = new("What the official API says; null for QR-paired numbers"),
        ["qualityRating"] = new("Of the official API") { Rare = "GREEN" },
        ["messagingLimitTier"] = new("Of the official API") { Rare = "TIER_1K" },
        ["metaStatus"] = new("Of the official API") { Rare = "CONNECTED" },
        ["onBusinessApp"] = new("Whether it stays in the WhatsApp Business app", false),
        ["accessEndsAt"] = new("When the access token ends; null when it does not") { Rare = Later },
        ["profile"] = new("The business"),
        ["verifiedName"] = new("The display name that Meta verified") { Rare = "Loja Centro" },
        ["waba"] = new("The business account"),
        ["askedAt"] = new("When Meta said so", Made),
        ["stale"] = new("Meta was asked and did not answer; left out otherwise", true),
        ["sendable"] = new("Whether messages can be sent from it now", true),
    }.Concat(StatisticsFields.Table).ToFrozenDictionary();
}
