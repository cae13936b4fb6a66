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
    ListTemplates,
    CreateTemplate,
    SendMessage,
    ListSubscribedApps,
    ListSubscriptions,
}

/// <summary>One request to Graph. It holds secrets in every place where Graph wants them, so it is printed nowhere.</summary>
/// <param name="Path">Behind the version, with its query.</param>
/// <param name="Bearer">Goes into the Authorization header.</param>
/// <param name="Json">Sent by POST; without it a GET.</param>
/// <param name="Secrets">Struck out of what Graph says: it repeats what it was sent, tokens included.</param>
internal sealed record GraphCall(
    GraphAct Act, string Path, MetaSecret? Bearer, byte[]? Json, TimeSpan Deadline, IReadOnlyList<string> Secrets)
{
    /// <summary>Our app speaks, by its id and secret.</summary>
    public bool IsOfApp { get; private init; }

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <summary>Registering makes Meta ask WhatsApp, which takes its time.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    /// <summary>Well within the time that a message's job has for it.</summary>
    private static readonly TimeSpan Message = TimeSpan.FromSeconds(15);

    public static GraphCall Get(GraphAct act, string path, MetaSecret token) => new(act, path, token, null, Short, [token.Value]);

    /// <summary>Graph takes the code and the app's secret in the query only.</summary>
    public static GraphCall Exchange(MetaSecret code, MetaOptions app) => new(
        GraphAct.ExchangeCode,
        $"oauth/access_token?client_id={app.AppId}&client_secret={Escape(app.Secret.Value)}&code={Escape(code.Value)}",
        null, null, Short, [code.Value, app.Secret.Value])
    { IsOfApp = true };

    /// <summary>Inspects a token as the app; Graph takes both tokens in the query only.</summary>
    public static GraphCall InspectAsApp(GraphAct act, MetaSecret token, MetaOptions app) => new(
        act, $"debug_token?input_token={Escape(token.Value)}&access_token={Escape(app.AppToken.Value)}", null, null, Short,
        [token.Value, app.Secret.Value])
    { IsOfApp = true };

    /// <summary>Reads of the app itself, by its own token.</summary>
    public static GraphCall GetAsApp(GraphAct act, string path, MetaOptions app) =>
        new(act, path, app.AppToken, null, Short, [app.Secret.Value]) { IsOfApp = true };

    /// <param name="secrets">What Graph may repeat of the message: the link's token, and the recipient.</param>
    public static GraphCall Send(string path, MetaSecret token, byte[] json, params IEnumerable<string> secrets) =>
        new(GraphAct.SendMessage, path, token, json, Message, [token.Value, .. secrets]);

    /// <summary>A token inspects itself.</summary>
    public static GraphCall InspectAsItself(MetaSecret token) => new(
        GraphAct.InspectToken, $"debug_token?input_token={Escape(token.Value)}&access_token={Escape(token.Value)}", null, null, Short,
        [token.Value]);

    public static GraphCall Post(GraphAct act, string path, MetaSecret token, byte[] json, params IEnumerable<string> secrets) =>
        new(act, path, token, json, Long, [token.Value, .. secrets]);

    public override string ToString() => $"[{Act}]";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
