using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPairing.FakeEvolution;

/// <summary>What the WhatsApp behind the server does with a new socket.</summary>
public enum WhatsApp
{
    OffersQrCodes,

    /// <summary>The socket is up and nothing comes.</summary>
    Silent,

    /// <summary>Every login is refused with 405, and tried again at once.</summary>
    RefusesVersion,
}

/// <summary>
/// An Evolution API v2.3 server on loopback that answers as the recordings do, with the WhatsApp behind it played by the test. Its fixed
/// sleeps run at a hundredth of their length by default; QR codes turn by the clock that is given.
/// </summary>
public sealed class EvolutionServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeInstance> _instances = new();
    private WebApplication? _app;
    private int _drawn;

    private EvolutionServer(TimeProvider clock)
    {
        Clock = clock;
        Hooks = new(this);
    }

    public string Url { get; private set; } = "";

    public string ApiKey { get; } = "global-key-of-the-fake";

    public TimeProvider Clock { get; }

    public HookSender Hooks { get; }

    /// <summary>2.3.6 claims a logout before it has happened.</summary>
    public string Version { get; set; } = "2.3.7";

    public WhatsApp WhatsApp { get; set; }

    public double Sleeps { get; set; } = 0.01;

    /// <summary>In place of the fixed sleep of the call that opens a socket: what is asked meanwhile is answered at once.</summary>
    public Func<Task>? WhileConnecting { get; set; }

    /// <summary>
    /// How long WhatsApp takes to give a new socket its first QR code, by the clock that is given; until then the last one of a lost socket
    /// is still answered.
    /// </summary>
    public TimeSpan FirstQrAfter { get; set; }

    public int QrLimit { get; set; } = 30;

    public int QrCodesPerBatch { get; set; } = 6;

    public bool LogoutFails { get; set; }

    /// <summary>How often a deleted instance still answers, without a state.</summary>
    public int AnswersAfterDelete { get; set; } = 1;

    /// <summary>From 2.4 on nothing works until somebody activates the licence.</summary>
    public bool NotActivated { get; set; }

    /// <summary>What a recipient's phone does not have a session for.</summary>
    public bool SendingHasNoSessions { get; set; }

    /// <summary>Answers instead of the server; false leaves it to the server.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>Method and path with query of every request so far.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<EvolutionServer> Start(TimeProvider? clock = null)
    {
        var server = new EvolutionServer(clock ?? TimeProvider.System);
        await server.Listen(port: 0);
        return server;
    }

    /// <summary>The process ends: nothing listens there, and what it held in memory is gone.</summary>
    public async Task GoAway()
    {
        foreach (var instance in _instances.Values)
            instance.Vanish();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>
    /// It starts again at the same address and opens the sockets of instances that had one, without the number that a pairing code would
    /// need.
    /// </summary>
    public async Task ComeBack()
    {
        await Listen(new Uri(Url).Port);
        foreach (var instance in _instances.Values)
            instance.Resume();
    }

    public FakeInstance Instance(string name) => _instances[name];

    /// <summary>False for one that is being taken away, too.</summary>
    public bool Has(string name) => _instances.TryGetValue(name, out var known) && known.ReportedState is not null;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await GoAway();
        Hooks.Dispose();
    }

    internal string Draw(string prefix) => $"{prefix}{Interlocked.Increment(ref _drawn):x8}";

    internal Task Sleep(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds * Sleeps));

    internal FakeInstance? Find(string? name) =>
        name is not null && _instances.TryGetValue(name, out var known) && !known.IsGone() ? known : null;

    internal bool Add(FakeInstance instance)
    {
        _ = Find(instance.Name);
        return _instances.TryAdd(instance.Name, instance);
    }

    internal void Remove(string name) => _instances.TryRemove(name, out _);

    internal IEnumerable<FakeInstance> All => _instances.Values;

    private async Task Listen(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync();
        Url = _app.Urls.Single();
    }

    private async Task Answer(HttpContext context)
    {
        Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        if (await Instead(context))
            return;

        JsonObject? body = null;
        if (context.Request.ContentLength > 0)
            body = (await JsonNode.ParseAsync(context.Request.Body)) as JsonObject;
        var (status, answer) = await Routes.Answer(this, context.Request, body ?? []);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
