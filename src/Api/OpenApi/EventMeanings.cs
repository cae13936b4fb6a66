using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.OpenApi;

/// <summary>When each event is sent.</summary>
internal static class EventMeanings
{
    public static readonly IReadOnlyDictionary<string, string> Table = new Dictionary<string, string>
    {
        [EventNames.NumberCreated] = "A number was created",
        [EventNames.NumberConnected] = "A number is connected: exactly one event per connection",
        [EventNames.NumberDisconnected] = "A number lost its connection, and that is confirmed; reason says why",
        [EventNames.NumberRemoved] = "A number was deleted",
        [EventNames.NumberMismatch] = "Another phone than the link's number was paired, and has been logged out",
        [EventNames.NumberPasskeyRequired] = "The phone asks for a passkey before it pairs",
        [EventNames.LinkCreated] = "A pairing link was created",
        [EventNames.LinkOpened] = "A link's page was opened for the first time",
        [EventNames.LinkStarted] = "Pairing began: a code was asked for",
        [EventNames.LinkFailed] = "Pairing failed for now; reason says why, and the link stays usable",
        [EventNames.LinkExpired] = "A link reached its end unused",
        [EventNames.LinkRevoked] = "A link was revoked",
        [EventNames.LinkAbandoned] = "Nothing happened on a started link for 30 minutes",
        [EventNames.LinkRenewalRequested] = "The person with the phone asks for a new link",
        [EventNames.LinkMessageDelivered] = "Meta reports that a phone has the message with the link: once for each message",
        [EventNames.LinkMessageFailed] =
            "A message with the link, sent by a Meta number, failed; reason says why, as messageErrorCode does",
        [EventNames.WebhookTest] = "A test, whatever the endpoint subscribes to",
    };
}
