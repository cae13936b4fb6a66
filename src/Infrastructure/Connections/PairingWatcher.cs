using System.Collections.Concurrent;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Connections;

/// <summary>
/// Checks every number that is being paired until its attempt ends: at once on request, else every second.
/// Each attempt has one watcher across nodes; should its node die, another takes over once it missed its beats.
/// </summary>
internal sealed partial class PairingWatcher : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long the last write may take at a stop: an unreachable database must not delay it.</summary>
    private static readonly TimeSpan ReleaseWithin = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<NumberId, CancellationTokenSource> _watched = new();
    private readonly Signals _signals = new();
    private readonly AttemptLeases _leases;
    private readonly IServiceScopeFactory _scopes;
    private readonly PostgresListener _listener;
    private readonly TimeProvider _clock;
    private readonly IDatabaseHealth _health;
    private readonly ILogger<PairingWatcher> _log;
    private readonly SemaphoreSlim _wanted = new(0);

    public PairingWatcher(
        NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, IDatabaseHealth health, TimeProvider clock,
        ILogger<PairingWatcher> log)
    {
        _leases = new(database, Guid.CreateVersion7(clock.GetUtcNow()));
        (_scopes, _listener, _health, _clock, _log) = (scopes, listener, health, clock, log);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = _listener.Subscribe(Channels.Watch, Wake, () => _wanted.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Beat(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                _health.Explain(exception);
                Log.ClaimFailed(_log, exception);
            }

            await WaitForWork(stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(ReleaseWithin);
        try
        {
            await _leases.ReleaseAll(enough.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFailure.Of(exception) is not null)
        {
            // Without a beat of ours the attempts are claimed by others.
        }
    }

    private void Wake(string payload)
    {
        if (Guid.TryParse(payload, out var number) && _watched.ContainsKey(new(number)))
            _signals.Pulse(number);
        _wanted.Release();
    }

    private async Task WaitForWork(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var poll = Task.Delay(AttemptLeases.BeatEvery, _clock, either.Token);
        var wake = _wanted.WaitAsync(either.Token);
        await Task.WhenAny(poll, wake);
        await either.CancelAsync();
        // One round answers every call that came in meanwhile.
        while (_wanted.Wait(0, CancellationToken.None))
        {
        }
    }

    private async Task Beat(CancellationToken stoppingToken)
    {
        var watched = _watched.Keys.ToArray();
        var beat = await _leases.Beat(watched, stoppingToken);
        foreach (var lost in watched.Where(number => !beat.Kept.Contains(number)))
        {
            if (_watched.TryRemove(lost, out var watch))
                await watch.CancelAsync();
        }

        foreach (var number in beat.Claimed)
            Start(number, stoppingToken);
    }

    private void Start(NumberId number, CancellationToken stoppingToken)
    {
        var watch = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        if (_watched.TryAdd(number, watch))
            _ = Watch(number, watch);
        else
            watch.Dispose();
    }

    private async Task Watch(NumberId number, CancellationTokenSource watch)
    {
        using var signal = _signals.On(number.Value);
        try
        {
            var watching = true;
            while (watching)
            {
                var called = signal.Next;
                watching = await Check(number, watch.Token);
                if (watching)
                    await Task.WhenAny(called, Task.Delay(CheckInterval, _clock, watch.Token));
                watch.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping, or another node has taken over.
        }
        finally
        {
            _watched.TryRemove(new(number, watch));
            watch.Dispose();
            // An attempt that began while this one ended was not claimed, since its number was still watched.
            _wanted.Release();
        }
    }

    private async Task<bool> Check(NumberId number, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var seen = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ObserveNumber(number), cancellationToken);
            return seen.Match(observation => observation.Watching, _ => false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _health.Explain(exception);
            Log.CheckFailed(_log, number, exception);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "Checking {Number} failed; it is checked again")]
        public static partial void CheckFailed(ILogger log, NumberId number, Exception exception);

        [LoggerMessage(3002, LogLevel.Warning, "Claiming pairings to watch failed; it is tried again")]
        public static partial void ClaimFailed(ILogger log, Exception exception);
    }
}
