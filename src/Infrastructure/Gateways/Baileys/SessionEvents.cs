using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>
/// Stores what the process reports of its sessions, and what they must remember; each change starts a check of the number at once.
/// </summary>
internal sealed partial class SessionEvents(
    OwnedSessions sessions, IServiceScopeFactory scopes, GatewayOptions options, TimeProvider clock, ILogger<SessionEvents> log)
    : IGatewayCalls
{
    /// <summary>WhatsApp does not say for how long it refuses.</summary>
    private static readonly TimeSpan CoolDown = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, Guid> _tenants = new();

    /// <summary>The version of WhatsApp's client that sessions say they are.</summary>
    public string? Version { get; private set; }

    /// <summary>What WhatsApp's own client is; null while that is not known.</summary>
    public string? CurrentVersion { get; private set; }

    /// <summary>What is wrong between this machine and WhatsApp, for the operator; null when nothing is known to be.</summary>
    public string? Warning { get; private set; }

    public void Belongs(Guid number, Guid tenant) => _tenants[number] = tenant;

    public async Task OnEvent(string name, JsonElement body)
    {
        try
        {
            if (name == "ready")
                OnReady(body);
            else if (Number(body) is { } number && LenientJson.Number(body, "opening") is { } opening && Read(name, body) is { } change)
                await Change(number, opening, change);
        }
        catch (Exception exception)
        {
            Log.NotStored(log, options.Name, name, exception);
        }
    }

    public async Task<JsonObject?> OnCall(string name, JsonElement body)
    {
        if (Number(body) is not { } number || LenientJson.Number(body, "opening") is not { } opening
            || !_tenants.TryGetValue(number, out var tenant))
            return null;
        if (name == "read")
        {
            var ids = body.GetProperty("ids").EnumerateArray().Select(id => Guid.Parse(id.GetString()!)).ToList();
            var keys = await sessions.ReadKeys(number, tenant, ids, CancellationToken.None);
            var found = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Key.ToString("N"), (JsonNode?)key.Value)));
            return new() { ["keys"] = found };
        }

        var changed = body.GetProperty("keys").EnumerateObject().ToDictionary(
            key => Guid.Parse(key.Name), key => key.Value.ValueKind == JsonValueKind.String ? key.Value.GetString() : null);
        return await sessions.Write(number, tenant, opening, LenientJson.Text(body, "credentials"), changed, CancellationToken.None)
            ? [] : null;
    }

    public async Task Change(Guid number, int opening, SessionChange change)
    {
        if (!await sessions.Change(number, opening, change, clock.GetUtcNow(), CancellationToken.None))
            return;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckNumberSoon(new NumberId(number)));
    }

    private void OnReady(JsonElement body)
    {
        var current = LenientJson.Text(body, "current");
        var skew = TimeSpan.FromSeconds(LenientJson.Number(body, "aheadSeconds") ?? 0);
        var warning = current is null ? WhatsAppReach.NotReached(LenientJson.Text(body, "failure")) : WhatsAppReach.ClockOff(skew);
        var isNews = Version is null || warning != Warning;
        (Version, CurrentVersion, Warning) = (LenientJson.Text(body, "version"), current, warning);
        if (!isNews)
            return;
        if (current is not null)
            Log.Reached(log, options.Name, current);
        if (warning is not null)
            Log.Warned(log, options.Name, warning);
    }

    private SessionChange? Read(string name, JsonElement body) => name switch
    {
        "connecting" => new(BaileysStatus.Starting),
        "offer" => Offer(body),
        "linking" => new(BaileysStatus.Linking),
        "passkey" => new(BaileysStatus.Passkey),
        "open" => PhoneNumber.Parse(LenientJson.Text(body, "identity") ?? "") is { Digits: var digits }
            ? new(BaileysStatus.Open) { Identity = digits } : null,
        "reconnecting" => new(BaileysStatus.Lost),
        "unreachable" => new(BaileysStatus.Unreachable),
        "outdated" => Outdated(LenientJson.Text(body, "used"), LenientJson.Text(body, "wanted")),
        "closed" => Closed(LenientJson.Text(body, "reason")),
        _ => null,
    };

    private SessionChange Offer(JsonElement body)
    {
        var now = clock.GetUtcNow();
        var code = LenientJson.Text(body, "code");
        return new(BaileysStatus.Offering)
        {
            Qr = LenientJson.Text(body, "qr"),
            QrUntil = now.AddSeconds(LenientJson.Number(body, "qrSeconds") ?? 0),
            Code = code,
            CodeUntil = code is null ? null : now.AddSeconds(LenientJson.Number(body, "codeSeconds") ?? 0),
        };
    }

    private SessionChange Outdated(string? used, string? wanted)
    {
        var detail = wanted is null
            ? $"WhatsApp refuses version {used} of its client as outdated (405)"
            : $"WhatsApp refuses version {used} of its client as outdated (405), it has {wanted}: see Gateways:{options.Name}:WhatsAppVersion";
        Log.Outdated(log, options.Name, used ?? "", wanted ?? "");
        return new(BaileysStatus.Outdated) { Detail = detail };
    }

    private SessionChange Closed(string? reason) => reason switch
    {
        "exhausted" => new(BaileysStatus.Exhausted),
        "limited" => new(BaileysStatus.Limited) { LimitedUntil = clock.GetUtcNow() + CoolDown },
        "logged_out" => Ended(DisconnectReason.LoggedOut),
        "banned" => Ended(DisconnectReason.Banned),
        "replaced" => Ended(DisconnectReason.Replaced),
        _ => Ended(DisconnectReason.Unknown),
    };

    private static SessionChange Ended(DisconnectReason reason) => new(BaileysStatus.Ended) { EndReason = reason.ToString() };

    private static Guid? Number(JsonElement body) => Guid.TryParse(LenientJson.Text(body, "number"), out var number) ? number : null;

    private static partial class Log
    {
        [LoggerMessage(6020, LogLevel.Information, "Gateway {Gateway} reaches WhatsApp, whose client is {Version}")]
        public static partial void Reached(ILogger log, string gateway, string version);

        [LoggerMessage(6021, LogLevel.Warning, "Gateway {Gateway}: {Warning}")]
        public static partial void Warned(ILogger log, string gateway, string warning);

        [LoggerMessage(6022, LogLevel.Error, "WhatsApp refuses gateway {Gateway}: it is client {Used}, and WhatsApp has {Wanted}")]
        public static partial void Outdated(ILogger log, string gateway, string used, string wanted);

        [LoggerMessage(6023, LogLevel.Error, "What gateway {Gateway} reported ({Report}) was not stored")]
        public static partial void NotStored(ILogger log, string gateway, string report, Exception exception);
    }
}
