using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Meta;
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

    /// <summary>Messages arrive at the same address and say nothing of a number's health.</summary>
    private static readonly string[] AboutHealth =
        ["account_update", "account_alerts", "account_review_update", "business_capability_update", "phone_number_name_update",
            "phone_number_quality_update"];

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
        var notification = LenientJson.Parse(body);
        if (LenientJson.Text(notification, "object") != "whatsapp_business_account")
            return [];
        IReadOnlyList<MetaId> accounts =
            [.. LenientJson.Items(LenientJson.Member(notification, "entry")).SelectMany(AccountsOf).Select(MetaId.Parse).OfType<MetaId>()
                .Distinct()];
        if (accounts.Count > 0)
            Log.NumbersDue(log, accounts.Count);
        return accounts;
    }

    /// <summary>The entry's own, and the one that is named within where the entry is a business's.</summary>
    private static IEnumerable<string?> AccountsOf(JsonElement entry) =>
        from change in LenientJson.Items(LenientJson.Member(entry, "changes"))
        where AboutHealth.Contains(LenientJson.Text(change, "field"))
        from account in new[] { LenientJson.Text(entry, "id"),
            LenientJson.Text(LenientJson.Member(LenientJson.Member(change, "value"), "waba_info"), "waba_id") }
        select account;

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Information, "Meta sent notifications about {Accounts} business accounts: their numbers are refreshed")]
        public static partial void NumbersDue(ILogger log, int accounts);
    }
}
