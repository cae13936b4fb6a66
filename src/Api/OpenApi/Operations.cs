using System.Collections.Frozen;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.OpenApi;

/// <summary>What an operation is for, and what it reads beside its path and body.</summary>
internal sealed record Purpose(string Summary, string? More = null)
{
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];
}

/// <param name="InHeader">Or else in the query.</param>
/// <param name="Type">The schema whose values it takes; any text unless given.</param>
internal sealed record Parameter(string Name, string Meaning, bool InHeader = false, string? Type = null);

/// <summary>By operationId.</summary>
internal static class Operations
{
    private static readonly Parameter Attempt = new("x-pairing-attempt", "What …/connect returned to this browser; without it neither numberId nor redirectUrl is told", InHeader: true);
    private static readonly Parameter ExternalRef = new("externalRef", "Only what carries this id of yours");

    public static readonly FrozenDictionary<string, Purpose> Table = new Dictionary<string, Purpose>
    {
        ["post_numbers"] = new("Make a number and show its QR code", "Fires number.created. Where the gateway fails the number is made all the same, and pairingError says why there is no code."),
        ["get_numbers"] = new("List the numbers", "Newest first. Without limit all of them, up to 10,000.")
        {
            Parameters = [new("state", "Only numbers in this state", Type: nameof(InstanceState)), new("provider", "Only numbers of this kind", Type: nameof(Provider)), ExternalRef],
        },
        ["get_numbers_id"] = new("Read a number") { Parameters = [new("refresh", "1 asks the official API again; without effect on QR-paired numbers")] },
        ["patch_numbers_id"] = new("Rename or relabel a number"),
        ["delete_numbers_id"] = new("Remove a number", "Ends its session at the gateway, its links and its key, and fires number.removed. A second time it is a 404."),
        ["get_numbers_id_status"] = new("Ask whether a number is connected", "A gateway that does not answer is no error: the stored state is told, with checkedAt."),
        ["get_numbers_id_connect"] = new("Read a fresh QR code of a number", "At most one new code in ten seconds; a live one is never replaced."),
        ["post_numbers_id_logout"] = new("Disconnect a number and keep it"),
        ["post_numbers_meta"] = new("Add a number of the official API by its credentials"),
        ["post_numbers_remote-pairing"] = new("Remote pairing (connection link)", "Makes a pairing link. Fires link.created, and number.created for a new number. Neither a QR code nor a pairing code is in the answer: the person with the phone gets them on the link's page."),
        ["post_test_numbers_id_simulate"] = new("Act as the phone of a test number", "Only for test-mode tenants."),
        ["post_test_links_id_simulate"] = new("Let a test link expire, or act as the official API's dialog", "Only for test-mode tenants."),
        ["get_links"] = new("List the links") { Parameters = [new("status", "Only links of this status", Type: nameof(LinkStatus)), new("numberId", "Only links of this number"), ExternalRef] },
        ["get_links_id"] = new("Read a link", "How far its person came, and why it failed; never its token."),
        ["patch_links_id"] = new("Change a link", "Active and expired links; a later expiresAt brings an expired one back."),
        ["post_links_id_revoke"] = new("Revoke a link", "Again is no error."),
        ["post_links_id_rotate"] = new("Give a link a new address", "The old one is dead at once."),
        ["post_links_id_send"] = new("Send a link to its number again"),
        ["get_settings"] = new("Read the tenant's settings"),
        ["patch_settings"] = new("Change the tenant's settings", "What is left out stays, null resets."),
        ["get_me"] = new("Ask whose key this is"),
        ["get_api-keys"] = new("List the numbers' keys", "One line for each number; a key itself is shown only when it is made."),
        ["post_api-keys"] = new("Make a number's key", "The one before it dies after graceSeconds."),
        ["post_api-keys_regenerate"] = new("Replace the calling key", "The calling key dies after graceSeconds."),
        ["get_branding"] = new("Read the tenant's branding"),
        ["put_branding"] = new("Change the tenant's branding", "What is left out stays, null clears; all or nothing."),
        ["post_branding_logo"] = new("Upload a logo", "PNG, JPEG or WebP by its bytes, at most 2 MB, as multipart/form-data in the field file."),
        ["post_embed_sessions"] = new("Mint an embed session"),
        ["post_api_public_embed_refresh"] = new("Prolong an embed session", "Send the session's token as Authorization: Bearer. At most 24 hours from the first."),
        ["get_webhooks"] = new("List the webhook endpoints"),
        ["post_webhooks"] = new("Register a webhook endpoint", "A number's, or with scope tenant the whole tenant's. Its secret is at …/secret.")
        {
            Parameters = [new("x-whatsapp-number-id", "The number, instead of whatsappNumberId", InHeader: true)],
        },
        ["get_webhooks_id"] = new("Read a webhook endpoint"),
        ["patch_webhooks_id"] = new("Change a webhook endpoint", "Its number cannot change."),
        ["delete_webhooks_id"] = new("Remove a webhook endpoint", "Its log goes too."),
        ["get_webhooks_id_secret"] = new("Read a webhook endpoint's secret"),
        ["post_webhooks_id_secret_rotate"] = new("Give a webhook endpoint a new secret", "The old one signs along for 24 hours."),
        ["post_webhooks_id_test"] = new("Send webhook.test to an endpoint", "Whatever events and active say."),
        ["get_webhooks_id_logs"] = new("Read an endpoint's log, attempt by attempt"),
        ["get_webhooks_id_deliveries"] = new("List an endpoint's deliveries"),
        ["post_webhooks_id_replay"] = new("Deliver an endpoint's events again from a moment on"),
        ["post_deliveries_id_replay"] = new("Deliver one event again", "Under the same webhook-id."),
        ["get_events"] = new("List the events of the last 30 days", "Bodies as delivered."),
        ["get_templates"] = new("List the templates for sending links"),
        ["post_templates"] = new("Make a template for sending links"),
        ["delete_templates_id"] = new("Remove a template"),
        ["get_remote-pairing_token"] = new("Read what a link's page shows", "Never the whole number, nor anything of its owner's."),
        ["post_remote-pairing_token_connect"] = new("Start pairing, or read the current codes", "Parallel calls share one start. A live code is never replaced."),
        ["get_remote-pairing_token_status"] = new("Ask how far the pairing is") { Parameters = [Attempt, new("If-None-Match", "An ETag answered before", InHeader: true)] },
        ["get_remote-pairing_token_events"] = new("Follow the pairing as server-sent events", "One snapshot, then what changes; it ends when the pairing does.")
        {
            Parameters = [Attempt, new("attempt", "The same, for EventSource, which sends no headers"), new("Last-Event-ID", "Where a broken stream left off", InHeader: true)],
        },
        ["post_remote-pairing_token_report"] = new("Tell what happens on the page"),
        ["get_connect_token_branding"] = new("Read a link's branding"),
        ["post_meta-embedded_token_complete"] = new("Complete a link by the official API's dialog"),
        ["post_meta-credentials_token_complete"] = new("Complete a link by credentials"),
    }.ToFrozenDictionary();
}
