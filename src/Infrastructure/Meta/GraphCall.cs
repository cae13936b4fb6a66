using PilotPairing.Domain.Meta;

namespace PilotPairing.Infrastructure.Meta;

internal enum GraphAct
{
    ExchangeCode,
    InspectToken,
    ListNumbers,
    ReadNumber,
    Subscribe,
    Register,
    CheckApp,
}

/// <summary>One request to Graph. It holds secrets in every place where Graph wants them, so it is printed nowhere.</summary>
/// <param name="Path">Behind the version, with its query.</param>
/// <param name="Bearer">Goes into the Authorization header.</param>
/// <param name="Json">Sent by POST; without it a GET.</param>
/// <param name="Secrets">Struck out of what Graph says: it repeats what it was sent, tokens included.</param>
internal sealed record GraphCall(GraphAct Act, string Path, MetaSecret? Bearer, byte[]? Json, TimeSpan Deadline, IReadOnlyList<string> Secrets)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>Registering makes Meta ask WhatsApp, which takes its time.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    public static GraphCall Get(GraphAct act, string path, MetaSecret token) => new(act, path, token, null, Short, [token.Value]);

    /// <summary>For the acts whose secrets Graph takes in the query only.</summary>
    public static GraphCall GetByQuery(GraphAct act, string path, IEnumerable<(string Name, string Value)> query, IReadOnlyList<string> secrets) =>
        new(act, $"{path}?{string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}", null, null, Short, secrets);

    public static GraphCall Post(GraphAct act, string path, MetaSecret token, byte[] json, params IEnumerable<string> secrets) => new(act, path, token, json, Long, [token.Value, .. secrets]);

    public override string ToString() => $"[{Act}]";
}
