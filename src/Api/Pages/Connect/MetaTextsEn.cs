namespace PilotPairing.Api.Pages.Connect;

internal static class MetaTextsEn
{
    public static readonly MetaTexts Value = new()
    {
        Heading = "Connect your WhatsApp Business",
        Consequence = "Once connected, {0} can send and receive messages through the number you choose, by the official WhatsApp API of Meta. You can take this back at any time.",
        WhatHappens = "What will happen",
        Steps =
        [
            "A window of Meta opens. Log in with the **Facebook** account that manages your business",
            "Choose your business and your number, or add one",
            "Confirm the number: Meta sends a code by text message or call, or asks in your **WhatsApp Business** app",
            "The window closes, and this page does the rest",
        ],
        ChooseNumber = "Choose the number {0}: this link is for that one.",
        Consent = "By continuing you allow this connection. Nothing is loaded from Meta before you press.",
        Start = "Continue with Facebook",
        Loading = "Preparing Meta's window…",
        OpenWindow = "Open Meta's window",
        NowOpen = "Ready. Press once more to open Meta's window.",
        NeedsScript = "Meta's window needs JavaScript, which is switched off in this browser. Switch it on, or open this page in another browser.",
        InApp = new(
            "Better in your browser",
            "You are reading this inside an app, where Meta's window often stays empty. Open this page in your real browser (Chrome, Safari, …): tap ⋮ or the share button and choose to open it there, or copy the link."),
        Offer = "Connect with Meta instead",
        OfferInHelp = new("Connect without a QR code", "If you use a WhatsApp Business number, it can be connected through Meta instead, with your Facebook account. No code has to be scanned."),
        Back = "Back",
        Waiting = new("Go on in Meta's window", "Follow the steps there. This page notices by itself when you are done.", "You do not see the window? It may be behind this one. If you closed it, open it again."),
        OpenAgain = "Open the window again",
        Cancel = "Cancel",
        Registering = new("Finishing the connection", "We are setting your number up with Meta. This can take a minute.", "You need not do anything. Keep this page open."),
        RegisteringSteps = ["Checking the permission you gave", "Finding your number", "Asking Meta to pass its messages on", "Registering it for the official API"],
        Cancelled = "Meta's window was closed before the end, so nothing was connected. You can start again whenever you like.",
        Reported = "Meta reports a problem: “{0}” Nothing was connected. You can try again.",
        Blocked = "Your browser kept Meta's window from opening. Allow pop-ups for this page (look for a sign in the address bar) and press again.",
        NotLoaded = "Meta's script could not be loaded. Check your internet connection, switch off ad or tracking blockers for this page, and try again.",
        Rejected = new("Meta did not accept this", "Something about the account or the number does not fit yet. Nothing was connected.", "Have a look at what Meta says, then start again. If it stays like this, show this message to whoever sent you the link."),
        InMetasWords = "In Meta's words: “{0}”",
        StartAgain = "Start again",
        Unreachable = new("Meta is not answering right now", "Your part is done, and nothing is lost. The trouble is on the way to Meta; it is not your fault.", "Wait a moment and try again. You will not have to start over."),
        NotConfigured = new("Not ready here yet", "This service has not been set up for Meta's official API yet. It is not your fault, and there is nothing you can do about it.", "Please tell whoever sent you this link."),
        Connected = new("WhatsApp is connected", "Your number is connected to {1} through Meta's official API.", "You may close this page."),
        UndoSteps =
        [
            "Ask {0} to disconnect the number",
            "Or take it back at Meta: in **Business settings** open **Accounts › WhatsApp accounts**, choose your account and remove {0} from **Partners**",
            "Do you use the number in the **WhatsApp Business** app? There: **Settings › Account › Business Platform**",
        ],
        Credentials = new("Connect your WhatsApp Business", "Enter the details of your number at Meta. We check them there before anything is saved.", "You find them at developers.facebook.com: **My apps**, your app, **WhatsApp › API setup**."),
        CredentialsConsent = "By continuing you allow this connection. The token is sent encrypted, kept encrypted and never shown again.",
        Send = "Check and connect",
        Sending = "Checking with Meta…",
        Optional = "optional",
        CheckFields = "Please have another look at the marked fields. Nothing was connected.",
        PhoneNumberId = new("Phone number ID", "In **API setup**, below your number: about 15 digits. It is not the phone number itself.", "Copy the phone number ID from Meta: digits only, without spaces."),
        WabaId = new("WhatsApp Business account ID", "Right next to the phone number ID in **API setup**.", "Copy the account ID from Meta: digits only, without spaces."),
        AccessToken = new("Access token", "Best a lasting one: **Business settings › System users › Generate token**, with both WhatsApp permissions. A token from API setup ends after a day.", "Paste the whole token, without spaces or line breaks."),
        Pin = new("Two-step verification PIN", "Six digits. Only if your number has such a PIN already.", "The PIN has exactly 6 digits."),
        DisplayName = new("Name for this number", "So that you recognise it, for example “Reception”. Customers do not see it.", "At most 120 characters."),
        Remedies =
        [
            new([36007], null, "The permission from Meta's window lasts only a moment, and it has run out.", "Start again: this time it goes quickly."),
            new([190, 102], "accessToken", "Meta does not know this token: it has run out, was withdrawn or was not copied whole.", "Create a new token at Meta and paste it whole."),
            new([10, 200, 3], "accessToken", "The token lacks a permission.", "Create it again with **whatsapp_business_management** and **whatsapp_business_messaging**, for the right account."),
            new([100], "phoneNumberId", "Meta does not find this number for the account and the token.", "Compare both ids with those at Meta, and check that the token may see that account."),
            new([133005], "pin", "The number has another two-step verification PIN.", "If this page asks for it, enter that PIN. Otherwise switch two-step verification off in **WhatsApp Manager** (your number › Two-step verification) and start again."),
            new([133006], null, "The number was not verified yet.", "Verify it in **WhatsApp Manager** by text message or call, then start again."),
            new([133016], null, "This number was registered too often lately; Meta blocks it for up to 72 hours.", "Wait until then and start again. Ask whoever sent you the link for a new one if it has ended by then."),
            new([368, 131031], null, "Meta has restricted this business account.", "Open **Business Support Home** at Meta, see what is missing, and start again afterwards."),
            new([4, 80007, 130429], null, "Meta has been asked too often just now.", "Wait a few minutes and try again."),
        ],
    };
}
