using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>
/// <c>{"object":"whatsapp_business_account","entry":[{"id":"…","changes":[{"field":"account_update","value":{…}}]}]}</c>, signed with the
/// app's secret: Meta's page on webhooks.
/// </summary>
internal sealed partial class MetaNotifications(IOptions<MetaOptions> options, ILogger<MetaNotifications> log) : IMetaNotifications
{
    private const string Algorithm = "sha256=";

    /// <summary>Other fields arrive at the same address and say nothing of a number's health.</summary>
    private static readonly string[] AboutHealth =
        ["account_update", "account_alerts", "account_review_update", "business_capability_update", "phone_number_name_update",
            "phone_number_quality_update"];

    private static readonly string[] AboutTemplates =
        ["message_template_status_update", "message_template_quality_update", "message_template_components_update",
            "template_category_update"];

    private readonly MetaOptions _options = options.Value;

    public bool IsSigned(ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!_options.IsConfigured || signature is null || signature.Length != Algorithm.Length + (2 * given.Length)
            || !signature.StartsWith(Algorithm, StringComparison.Ordinal)
            || Convert.FromHexString(signature.AsSpan(Algorithm.Length), given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        return CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(_options.Secret.Value), body), given);
    }

    public IReadOnlyList<MetaId> AccountsIn(ReadOnlyMemory<byte> body)
    {
        var accounts = Accounts(body, AboutHealth);
        if (accounts.Count > 0)
            Log.NumbersDue(log, accounts.Count);
        return accounts;
    }

    public IReadOnlyList<MetaId> AccountsOfTemplatesIn(ReadOnlyMemory<byte> body)
    {
        var accounts = Accounts(body, AboutTemplates);
        if (accounts.Count > 0)
            Log.TemplatesDue(log, accounts.Count);
        return accounts;
    }

    public IReadOnlyList<MessageReceipt> ReceiptsIn(ReadOnlyMemory<byte> body) =>
        [.. EntriesOf(body).SelectMany(entry => LenientJson.Items(LenientJson.Member(entry, "changes")))
            .Where(change => LenientJson.Text(change, "field") == "messages").SelectMany(GraphReceipt.In)];

    private static IReadOnlyList<MetaId> Accounts(ReadOnlyMemory<byte> body, string[] fields) =>
        [.. EntriesOf(body).SelectMany(entry => AccountsOf(entry, fields)).Select(MetaId.Parse).OfType<MetaId>().Distinct()];

    private static IEnumerable<JsonElement> EntriesOf(ReadOnlyMemory<byte> body) =>
        LenientJson.Parse(body) is var notification && LenientJson.Text(notification, "object") == "whatsapp_business_account"
            ? LenientJson.Items(LenientJson.Member(notification, "entry")) : [];

    /// <summary>The entry's own, and the one that is named within where the entry is a business's.</summary>
    private static IEnumerable<string?> AccountsOf(JsonElement entry, string[] fields) =>
        from change in LenientJson.Items(LenientJson.Member(entry, "changes"))
        where fields.Contains(LenientJson.Text(change, "field"))
        from account in new[] { LenientJson.Text(entry, "id"),
            LenientJson.Text(LenientJson.Member(LenientJson.Member(change, "value"), "waba_info"), "waba_id") }
        select account;

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Information, "Meta sent notifications about {Accounts} business accounts: their numbers are refreshed")]
        public static partial void NumbersDue(ILogger log, int accounts);

        [LoggerMessage(7012, LogLevel.Information, "Meta sent notifications about templates of {Accounts} business accounts: they are refreshed")]
        public static partial void TemplatesDue(ILogger log, int accounts);
    }
}
