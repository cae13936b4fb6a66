using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>
/// The sessions of one gateway that this process runs: claims them, opens them in the gateway's process, ends them. A round never waits for
/// what the process does for a number, since the next beat must not be late for that.
/// </summary>
internal sealed partial class BaileysNode(
    GatewayOptions options, GatewaySupervisor supervisor, SessionLeases leases, OwnedSessions sessions, SessionEvents events,
    SendQueue sends,
    TimeProvider clock, ILogger<BaileysNode> log)
{
    private const int OpenedAtOnce = 16;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private readonly NumberActs _acts = new();

    /// <summary>A place is taken by writing to it, which waits while all are taken.</summary>
    private readonly Channel<bool> _openings = Channel.CreateBounded<bool>(OpenedAtOnce);
    private readonly Channel<bool> _wakes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Name => options.Name;

    public int? ProcessId => supervisor.Process?.Id;

    /// <summary>One round: keep the process alive, beat, begin what our sessions need.</summary>
    public async Task Beat(CancellationToken cancellationToken)
    {
        // What it offered died with it; what was connected is opened again, and no disconnect is reported.
        if (await supervisor.RemoveEnded())
            await leases.Interrupt(cancellationToken);
        if (!await supervisor.StartDue(cancellationToken))
            await leases.ReleaseAll(cancellationToken);
        var isRunning = supervisor.Process is not null;
        await leases.Beat(
            new(supervisor.Failure, supervisor.NodeVersion, isRunning ? events.Version : null, events.CurrentVersion,
                isRunning ? events.Warning : null),
            cancellationToken);
        if (supervisor.Process is not { } process)
            return;
        var owned = await leases.Claim(cancellationToken);
        var kept = owned.Select(session => session.NumberId).ToHashSet();
        foreach (var number in process.Openings.Keys.Where(number => !kept.Contains(number)))
            Begin(number, () => Close(process, number, cancellationToken));
        foreach (var session in owned)
        {
            if (session.Ending)
                Begin(session.NumberId, () => End(process, session.NumberId, session.Opening, cancellationToken));
            else if (process.Openings.GetValueOrDefault(session.NumberId) != session.Opening)
                Begin(session.NumberId, () => Open(process, session.NumberId, cancellationToken));
            if (session.HasSends)
                _ = Work(session.NumberId, cancellationToken);
        }
    }

    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Until something is asked of it, its process is gone, or the next beat is due.</summary>
    public async Task Rest(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(
            _wakes.Reader.WaitToReadAsync(either.Token).AsTask(), Task.Delay(SessionLeases.BeatEvery, clock, either.Token),
            supervisor.WhenLost);
        await either.CancelAsync();
        // One round answers every call that came in meanwhile.
        _wakes.Reader.TryRead(out _);
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        await supervisor.Stop();
        await leases.ReleaseAll(cancellationToken);
    }

    /// <summary>Whether its process has the session.</summary>
    public bool Runs(NumberId number) => supervisor.Process?.Openings.ContainsKey(number.Value) == true;

    /// <summary>Null where this node does not run the session.</summary>
    public Task<SendAnswer>? Send(NumberId number, string recipient, string text, CancellationToken cancellationToken) =>
        Runs(number) && supervisor.Process is { } process
            ? SendAnswer.Of(process, number, recipient, text, cancellationToken) : null;

    private async Task Work(Guid number, CancellationToken cancellationToken)
    {
        try
        {
            await sends.Work(number, Send, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.SendFailed(log, new NumberId(number), exception);
        }
    }

    private Task<SendAnswer> Send(Guid number, string recipient, string text, CancellationToken cancellationToken) =>
        Send(new NumberId(number), recipient, text, cancellationToken) ?? Task.FromResult(SendAnswer.NotConnected);

    private void Begin(Guid number, Func<Task> act) => _acts.Begin(number, () => Try(number, act), Wake);

    private async Task Try(Guid number, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ActFailed(log, new NumberId(number), exception);
        }
    }

    private async Task Close(GatewayProcess process, Guid number, CancellationToken cancellationToken)
    {
        process.Openings.TryRemove(number, out _);
        await Call(process, "close", new() { ["number"] = number.ToString() }, cancellationToken);
    }

    private async Task Open(GatewayProcess process, Guid number, CancellationToken cancellationToken)
    {
        await _openings.Writer.WriteAsync(true, cancellationToken);
        try
        {
            await OpenNow(process, number, cancellationToken);
        }
        finally
        {
            _openings.Reader.TryRead(out _);
        }
    }

    private async Task OpenNow(GatewayProcess process, Guid number, CancellationToken cancellationToken)
    {
        if (await sessions.Find(number, cancellationToken) is not { } stored)
            return;
        string? credentials;
        try
        {
            credentials = sessions.Open(stored);
        }
        catch (UnknownEnvelopeKeyException exception)
        {
            // The device is still linked: with the key back and a restart the number is.
            Log.Unreadable(log, new NumberId(number), exception.Message);
            process.Openings[number] = stored.Opening;
            await events.Change(number, stored.Opening, new(BaileysStatus.Unreachable) { Detail = exception.Message });
            return;
        }
        catch (CryptographicException exception)
        {
            await Corrupt(process, stored, exception.Message);
            return;
        }

        events.Belongs(stored.NumberId, stored.TenantId);
        var answer = await Call(process, "open", new()
        {
            ["number"] = number.ToString(),
            ["opening"] = stored.Opening,
            ["phone"] = stored.Phone,
            ["method"] = stored.Method.ToString().ToLowerInvariant(),
            ["credentials"] = credentials,
            ["wasOpen"] = stored.ConnectedAt is not null,
        }, cancellationToken);
        if (answer is not { } done)
            return;
        if (done.TryGetProperty("corrupt", out _))
            await Corrupt(process, stored, "The stored credentials are not what the gateway writes");
        else
            process.Openings[number] = stored.Opening;
    }

    /// <summary>This number alone is closed; its row stays, since a key that was taken away too early may come back.</summary>
    private async Task Corrupt(GatewayProcess process, StoredSession stored, string failure)
    {
        process.Openings[stored.NumberId] = stored.Opening;
        if (stored.Status == BaileysStatus.Corrupt)
            return;
        Log.Unreadable(log, new NumberId(stored.NumberId), failure);
        await events.Change(stored.NumberId, stored.Opening, new(BaileysStatus.Corrupt) { Detail = failure });
    }

    private async Task End(GatewayProcess process, Guid number, int opening, CancellationToken cancellationToken)
    {
        if (process.Openings.GetValueOrDefault(number) != opening
            && await sessions.Find(number, cancellationToken) is { Credentials: not null })
            await Open(process, number, cancellationToken);
        var answer = await Call(process, "logout", new() { ["number"] = number.ToString() }, cancellationToken);
        if (answer is { } done && done.GetProperty("ok").GetBoolean() && await sessions.Delete(number, opening, cancellationToken))
            process.Openings.TryRemove(number, out _);
    }

    /// <summary>Null where it was not done, which is logged.</summary>
    private async Task<JsonElement?> Call(GatewayProcess process, string name, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return await process.Call(name, body, AnswerWithin, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            Log.CallFailed(log, options.Name, name, exception.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6014, LogLevel.Error, "What is stored of {Number} cannot be read, and its session stays closed: {Failure}")]
        public static partial void Unreadable(ILogger log, NumberId number, string failure);

        [LoggerMessage(6015, LogLevel.Warning, "Opening, closing or ending the session of {Number} failed; it is tried again")]
        public static partial void ActFailed(ILogger log, NumberId number, Exception exception);

        [LoggerMessage(6018, LogLevel.Error, "Sending for {Number} failed; whether it was sent is not known")]
        public static partial void SendFailed(ILogger log, NumberId number, Exception exception);

        [LoggerMessage(6016, LogLevel.Warning, "Gateway {Gateway} did not do {Call}: {Failure}")]
        public static partial void CallFailed(ILogger log, string gateway, string call, string failure);
    }
}
