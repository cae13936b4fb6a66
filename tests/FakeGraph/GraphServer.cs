using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPairing.FakeGraph;

/// <summary>
/// Meta's Graph on loopback, for one app: its paths, its envelopes, its error codes, codes that are good once and tokens that end by the
/// clock that is given. What the business at its other end does is played by the test.
/// </summary>
public sealed class GraphServer : IAsyncDisposable
{
    /// <summary>A code that comes later is refused.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, FakeAccount> _accounts = new();
    private readonly ConcurrentDictionary<string, FakeCode> _codes = new();
    private readonly ConcurrentDictionary<string, FakeToken> _tokens = new();
    private int _drawn;

    private GraphServer(WebApplication app, TimeProvider clock) => (_app, Clock) = (app, clock);

    public string Url => _app.Urls.Single();

    public string Version { get; } = "v26.0";

    public string AppId { get; } = "700000000000001";

    public string AppSecret { get; set; } = "app-secret-of-the-fake";

    public string AppToken => $"{AppId}|{AppSecret}";

    public TimeProvider Clock { get; }

    /// <summary>Answers instead of Graph; false leaves it to Graph.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>
    /// Method and path below the version of every request so far, in their order, those that were answered by <see cref="Instead"/>
    /// included.
    /// </summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public static async Task<GraphServer> Start(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new GraphServer(app, clock ?? TimeProvider.System);
        app.Run(server.Answer);
        await app.StartAsync();
        return server;
    }

    /// <summary>Every message that it took, in their order.</summary>
    public ConcurrentQueue<FakeMessage> Messages { get; } = new();

    /// <summary>The error with which a message to these digits is refused.</summary>
    public ConcurrentDictionary<string, int> Refusals { get; } = new();

    /// <summary>What becomes of a template that is made.</summary>
    public string ReviewedAs { get; set; } = "PENDING";

    /// <summary>What the app's webhook gets.</summary>
    public IReadOnlyList<string> SubscribedFields { get; set; } = ["account_update", "messages", "message_template_status_update"];

    /// <summary>As Meta signs what it posts.</summary>
    public string Sign(string body) => "sha256=" + Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(body)));

    /// <summary>Takes back whatever was put in its place.</summary>
    public void AnswerAsUsual() => Instead = _ => Task.FromResult(false);

    public FakeAccount NewAccount()
    {
        var account = new FakeAccount(this, Draw("1022"));
        _accounts[account.Id] = account;
        return account;
    }

    /// <summary>What the dialog hands to the page at its end.</summary>
    public string NewCode(params FakeAccount[] accounts)
    {
        var code = new FakeCode(Draw("AQBcode"), accounts, Clock.GetUtcNow());
        _codes[code.Value] = code;
        return code.Value;
    }

    public FakeToken NewToken(params FakeAccount[] accounts)
    {
        var token = new FakeToken(Draw("EAAtoken"), [.. accounts.Select(account => account.Id)]) { AppId = AppId };
        _tokens[token.Value] = token;
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    internal string Draw(string prefix) => $"{prefix}{Interlocked.Increment(ref _drawn):000000}";

    internal FakeAccount? Account(string id) => _accounts.GetValueOrDefault(id);

    internal FakeNumber? Number(string id) =>
        _accounts.Values.SelectMany(account => account.Numbers).FirstOrDefault(number => number.Id == id);

    internal FakeAccount AccountOf(FakeNumber number) => _accounts.Values.First(account => account.Numbers.Contains(number));

    internal FakeCode? Code(string? value) => value is null ? null : _codes.GetValueOrDefault(value);

    internal FakeToken? Token(string? value) => value is null ? null : _tokens.GetValueOrDefault(value);

    internal IEnumerable<FakeAccount> AccountsOf(FakeToken token) => _accounts.Values.Where(account => token.Reaches(account.Id));

    private async Task Answer(HttpContext context)
    {
        var prefix = $"/{Version}/";
        var path = context.Request.Path.Value!;
        Calls.Enqueue($"{context.Request.Method} {(path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path)}");
        if (await Instead(context))
            return;

        JsonObject body = [];
        if (context.Request.ContentLength > 0)
            body = await JsonNode.ParseAsync(context.Request.Body) as JsonObject ?? [];
        var (status, answer) = path.StartsWith(prefix, StringComparison.Ordinal)
            ? GraphRoutes.Answer(this, context.Request, path[prefix.Length..].Split('/'), body)
            : GraphErrors.Of(400, "OAuthException", 2500, "Unknown path components: " + path);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
