using System.Text.RegularExpressions;

namespace PilotPairing.Architecture.Tests;

/// <summary>Which module owns which table, and which file may name another's and why.</summary>
internal static partial class Tables
{
    public static readonly IReadOnlyDictionary<string, string> Owners = new Dictionary<string, string>
    {
        ["tenants"] = "Access",
        ["api_keys"] = "Access",
        ["api_key_moves"] = "Access",
        ["idempotency_keys"] = "Access",
        ["tenant_branding"] = "Branding",
        ["assets"] = "Branding",
        ["foreign_logos"] = "Branding",
        ["numbers"] = "Instances",
        ["pairing_links"] = "Links",
        ["pairing_attempts"] = "Connections",
        ["pairing_starts"] = "Connections",
        ["pairing_watchers"] = "Connections",
        ["webhook_endpoints"] = "Webhooks",
        ["events"] = "Webhooks",
        ["event_sequences"] = "Webhooks",
        ["delivery_attempts"] = "Webhooks",
        ["outbox"] = "Webhooks",
        ["templates"] = "Messaging",
        ["message_sends"] = "Messaging",
        ["simulator_messages"] = "Gateways/Simulator",
        ["simulator_sessions"] = "Gateways/Simulator",
        ["evolution_sessions"] = "Gateways/Evolution",
        ["meta_credentials"] = "Meta",
        ["meta_completions"] = "Meta",
        ["audit_log"] = "Operating",
        ["session_keys"] = "Operating",
        ["server_nodes"] = "Operating",
        ["pairing_funnel"] = "Statistics",
        ["pairing_funnel_changes"] = "Statistics",
        ["pairing_funnel_failures"] = "Statistics",
        ["pairing_funnel_links"] = "Statistics",
        ["pairing_funnel_times"] = "Statistics",
        ["pairing_funnel_of_all"] = "Statistics",
        ["pairing_funnel_failures_of_all"] = "Statistics",
        ["pairing_funnel_times_of_all"] = "Statistics",
        ["gateway_nodes"] = "Gateways",
        ["baileys_sessions"] = "Gateways",
        ["baileys_keys"] = "Gateways",
        ["baileys_sends"] = "Gateways",
        ["schema_migrations"] = "Postgres",
    };

    public static readonly IReadOnlyDictionary<string, string[]> Exceptions = new Dictionary<string, string[]>
    {
        // One query reads a number with its attempt and links, so that a page never shows halves of two moments.
        ["Infrastructure/Links/PairingTopic.cs"] = ["numbers", "pairing_attempts"],
        // How often a link was tried is counted from its attempts.
        ["Infrastructure/Links/LinkQueries.cs"] = ["pairing_attempts"],
        // The outbox is one table with a kind: clean-ups are rows of it that Webhooks never claims.
        ["Infrastructure/Instances/CleanUpRepository.cs"] = ["outbox"],
        // Which gateway's share of the workers a clean-up takes is the tenant's choice.
        ["Infrastructure/Instances/PendingCleanUps.cs"] = ["outbox", "tenants"],
        // So are messages.
        ["Infrastructure/Messaging/SendRepository.cs"] = ["outbox"],
        ["Infrastructure/Messaging/PendingMessages.cs"] = ["outbox"],
        // The lease of both is extended in the same way.
        ["Infrastructure/Outbox/OutboxLease.cs"] = ["outbox"],
        // One statement decides whether a completion may begin, and it may not once the link is dead.
        ["Infrastructure/Meta/CompletionRepository.cs"] = ["pairing_links"],
        // A link is counted as it stands in the statement that counts it.
        ["Infrastructure/Statistics/FunnelRollupRepository.cs"] = ["pairing_links"],
        // A tenant goes with everything of it: which rows refer to which decides the order, and one list has it.
        ["Infrastructure/Access/TenantDeletions.cs"] =
        [
            "delivery_attempts", "event_sequences", "evolution_sessions", "numbers", "outbox", "pairing_attempts",
            "pairing_funnel_changes", "pairing_funnel_links", "pairing_links", "pairing_starts", "simulator_messages",
            "simulator_sessions", "webhook_endpoints",
        ],
        // What is left of a tenant keeps it.
        ["Infrastructure/Access/TenantRepository.cs"] = ["events", "numbers", "pairing_links"],
        // What every page of a tenant needs is one row and one look-up.
        ["Infrastructure/Access/TenantDirectory.cs"] = ["tenant_branding"],
        // A person's data, and what is past its retention, are deleted across modules: what refers to a row must go before it.
        ["Infrastructure/Operating/PersonRepository.cs"] =
        [
            "api_key_moves", "delivery_attempts", "event_sequences", "events", "evolution_sessions", "idempotency_keys", "message_sends",
            "meta_completions", "meta_credentials", "numbers", "outbox", "pairing_attempts", "pairing_links", "pairing_starts",
            "simulator_messages", "simulator_sessions", "templates", "webhook_endpoints",
        ],
        ["Infrastructure/Operating/PersonQueries.cs"] =
        [
            "delivery_attempts", "events", "message_sends", "meta_credentials", "numbers", "pairing_attempts", "pairing_links",
            "pairing_starts",
        ],
        ["Infrastructure/Operating/RetentionRepository.cs"] =
        [
            "delivery_attempts", "events", "message_sends", "meta_completions", "pairing_attempts", "pairing_funnel_changes",
            "pairing_links",
        ],
        // Every commit marks its request as done, in the same transaction.
        ["Infrastructure/Postgres/Transaction.cs"] = ["idempotency_keys"],
    };

    /// <summary>What the operations pages show is read across modules; it may be written by none of these files.</summary>
    public const string ReadersOfAll = "Infrastructure/Ops/";

    /// <summary>Tables of other modules that the SQL of a file names, the excepted ones too.</summary>
    public static IReadOnlyList<string> Foreign(string path, string code) => path.StartsWith(ReadersOfAll, StringComparison.Ordinal) ? []
        : [.. Named(code).Where(table => !path.StartsWith($"Infrastructure/{Owners[table]}/", StringComparison.Ordinal)).Distinct()
            .Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Named(string code) =>
        from literal in Sources.Literals(code)
        from Match clause in Clause().Matches(literal)
        from item in clause.Groups["items"].Value.Split(',')
        let table = item.Trim().Split(' ', '\n', '\r', '\t')[0]
        where Owners.ContainsKey(table)
        select table;

    public static bool Writes(string code) => Sources.Literals(code).Any(literal => Write().IsMatch(literal));

    public static IEnumerable<string> Created(string sql) => Create().Matches(sql).Select(match => match.Groups["table"].Value);

    [GeneratedRegex(@"\b(?:from|join|into|update|using)\s+(?:only\s+)?(?=(?<items>[a-z_]+(?:\s+(?:as\s+)?[a-z_]+)?(?:\s*,\s*[a-z_]+(?:\s+(?:as\s+)?[a-z_]+)?)*))", RegexOptions.ExplicitCapture)]
    private static partial Regex Clause();

    [GeneratedRegex(@"\b(insert\s+into|update\s+[a-z_]+\s+(set|[a-z_]+\s+set)|delete\s+from|truncate|for\s+(no\s+key\s+)?update|pg_notify)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Write();

    [GeneratedRegex(@"create (?:unlogged )?table (?:if not exists )?(?<table>[a-z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Create();
}
