using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>The sessions of one gateway that this process runs: claims them, opens them in the gateway's process, ends them.</summary>
internal sealed partial class BaileysNode(
    GatewayOptions options, GatewayProgram program, SessionLeases leases, OwnedSessions sessions, SessionEvents events, SendQueue sends,
    TimeProvider clock, ILogger<BaileysNode> log)
{
    private const int OpenedAtOnce = 16;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LivesWell = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <summary>The opening in which each number was last handed to the process.</summary>
    private readonly ConcurrentDictionary<Guid, int> _running = new();
    private readonly ConcurrentDictionary<Guid, Task> _ending = new();
    private GatewayProcess? _process;
    private string? _failure;
    private string? _nodeVersion;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _startAt;
    private DateTimeOffset _startedAt;

    public string Name => options.Name;

    public int? ProcessId => _process?.Id;

    /// <summary>One round: keep the process alive, beat, open what is ours and was not opened yet.</summary>
    public async Task Beat(CancellationToken cancellationToken)
    {
        if (_process is { Ended.IsCompleted: true })
            await Lose(cancellationToken);
        if (_process is null && clock.GetUtcNow() >= _startAt)
            await Start(cancellationToken);
        await leases.Beat(new(_failure, _nodeVersion, events.Version, events.CurrentVersion), cancellationToken);
        if (_process is null)
            return;
        var owned = await leases.Claim(cancellationToken);
        await CloseLost(owned, cancellationToken);
        await Parallel.ForEachAsync(
            owned.Where(session => !session.Ending && _running.GetValueOrDefault(session.NumberId) != session.Opening),
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken },
            async (session, stopping) => await Open(session.NumberId, stopping));
        foreach (var session in owned.Where(session => session.Ending))
            _ = _ending.GetOrAdd(session.NumberId,
                number => Task.Run(() => End(number, session.Opening, cancellationToken), cancellationToken));
        foreach (var session in owned.Where(session => session.HasSends))
            _ = Work(session.NumberId, cancellationToken);
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
        await leases.ReleaseAll(cancellationToken);
    }

    /// <summary>Completes when the process is gone; never while there is none.</summary>
    public Task WhenLost => _process?.Ended is { IsCompleted: false } ended ? ended : Task.Delay(Timeout.Infinite);

    /// <summary>Null where this node does not run the session.</summary>
    public Task<SendAnswer>? Send(NumberId number, string recipient, string text, CancellationToken cancellationToken) =>
        _process is { } process && _running.ContainsKey(number.Value)
            ? SendAnswer.Of(process.Channel, number, recipient, text, cancellationToken) : null;

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

    private async Task Start(CancellationToken cancellationToken)
    {
        var installation = await NodeInstallation.Check(program, cancellationToken);
        _nodeVersion = installation.Version;
        if (installation.Failure is { } missing)
        {
            await Fail(missing, cancellationToken);
            return;
        }

        try
        {
            _process = await GatewayProcess.Start(program, options, events, complaint => Log.Complained(log, options.Name, complaint),
                cancellationToken);
            (_failure, _startedAt) = (null, clock.GetUtcNow());
            Log.Started(log, options.Name, _process.Id, installation.Version!);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            await Fail($"The gateway's process does not start: {exception.Message}", cancellationToken);
        }
    }

    private async Task Fail(string failure, CancellationToken cancellationToken)
    {
        if (_failure != failure)
        {
            Log.CannotStart(log, options.Name, failure);
            await leases.ReleaseAll(cancellationToken);
        }

        _failure = failure;
        Wait();
    }

    /// <summary>What it offered died with it; what was connected is opened again, and nobody is told of a disconnect.</summary>
    private async Task Lose(CancellationToken cancellationToken)
    {
        Log.Ended(log, options.Name);
        await _process!.DisposeAsync();
        _process = null;
        _running.Clear();
        if (clock.GetUtcNow() - _startedAt >= LivesWell)
            _pause = FirstPause;
        Wait();
        await leases.Interrupt(cancellationToken);
    }

    private void Wait()
    {
        _startAt = clock.GetUtcNow() + _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    private async Task CloseLost(IReadOnlyList<OwnedSession> owned, CancellationToken cancellationToken)
    {
        var kept = owned.Select(session => session.NumberId).ToHashSet();
        foreach (var number in _running.Keys.Where(number => !kept.Contains(number)))
        {
            _running.TryRemove(number, out _);
            await Call("close", new() { ["number"] = number.ToString() }, cancellationToken);
        }
    }

    private async Task Open(Guid number, CancellationToken cancellationToken)
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
            _running[number] = stored.Opening;
            await events.Change(number, stored.Opening, new(BaileysStatus.Unreachable) { Detail = exception.Message });
            return;
        }
        catch (CryptographicException exception)
        {
            await Corrupt(stored, exception.Message);
            return;
        }

        events.Belongs(stored.NumberId, stored.TenantId);
        var answer = await Call("open", new()
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
            await Corrupt(stored, "The stored credentials are not what the gateway writes");
        else
            _running[number] = stored.Opening;
    }

    /// <summary>This number alone is closed; its row stays, since a key that was taken away too early may come back.</summary>
    private async Task Corrupt(StoredSession stored, string failure)
    {
        _running[stored.NumberId] = stored.Opening;
        if (stored.Status == BaileysStatus.Corrupt)
            return;
        Log.Unreadable(log, new NumberId(stored.NumberId), failure);
        await events.Change(stored.NumberId, stored.Opening, new(BaileysStatus.Corrupt) { Detail = failure });
    }

    private async Task End(Guid number, int opening, CancellationToken cancellationToken)
    {
        try
        {
            if (_running.GetValueOrDefault(number) != opening
                && await sessions.Find(number, cancellationToken) is { Credentials: not null })
                await Open(number, cancellationToken);
            var answer = await Call("logout", new() { ["number"] = number.ToString() }, cancellationToken);
            if (answer is { } done && done.GetProperty("ok").GetBoolean() && await sessions.Delete(number, opening, cancellationToken))
                _running.TryRemove(number, out _);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.EndFailed(log, new NumberId(number), exception);
        }
        finally
        {
            _ending.TryRemove(number, out _);
        }
    }

    private async Task<JsonElement?> Call(string name, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return _process is { } process ? await process.Channel.Call(name, body, AnswerWithin, cancellationToken) : null;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            Log.CallFailed(log, options.Name, name, exception.Message);
            return null;
        }
    }
}
