using Microsoft.Extensions.Logging;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>Keeps the process of one gateway running: starts it, and after it ended once more, with growing pauses between.</summary>
internal sealed partial class GatewaySupervisor(
    GatewayOptions options, GatewayProgram program, SessionEvents events, TimeProvider clock, ILogger<GatewaySupervisor> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LivesWell = TimeSpan.FromMinutes(1);
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _startAt;
    private DateTimeOffset _startedAt;

    /// <summary>Null while none runs.</summary>
    public GatewayProcess? Process { get; private set; }

    /// <summary>Why none can run here; null while that is not known to be so.</summary>
    public string? Failure { get; private set; }

    public string? NodeVersion { get; private set; }

    /// <summary>Completes when the process is gone; never while there is none.</summary>
    public Task WhenLost => Process?.Ended is { IsCompleted: false } ended ? ended : Task.Delay(Timeout.Infinite);

    /// <summary>True when a process had ended: its sockets are gone with it.</summary>
    public async Task<bool> RemoveEnded()
    {
        if (Process is not { Ended.IsCompleted: true } ended)
            return false;
        Log.Ended(log, options.Name);
        await ended.DisposeAsync();
        Process = null;
        if (clock.GetUtcNow() - _startedAt >= LivesWell)
            _pause = FirstPause;
        Wait();
        return true;
    }

    /// <summary>Starts a process where none runs and the pause is over. False when it turned out now that none can.</summary>
    public async Task<bool> StartDue(CancellationToken cancellationToken)
    {
        if (Process is not null || clock.GetUtcNow() < _startAt)
            return true;
        var installation = await NodeInstallation.Check(program, cancellationToken);
        NodeVersion = installation.Version;
        if (installation.Failure is { } missing)
            return Fail(missing);
        try
        {
            Process = await GatewayProcess.Start(program, options, events, complaint => Log.Complained(log, options.Name, complaint),
                cancellationToken);
            (Failure, _startedAt) = (null, clock.GetUtcNow());
            Log.Started(log, options.Name, Process.Id, installation.Version!);
            return true;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            return Fail($"The gateway's process does not start: {exception.Message}");
        }
    }

    public async Task Stop()
    {
        if (Process is { } process)
            await process.DisposeAsync();
        Process = null;
    }

    private bool Fail(string failure)
    {
        var isKnown = Failure == failure;
        if (!isKnown)
            Log.CannotStart(log, options.Name, failure);
        Failure = failure;
        Wait();
        return isKnown;
    }

    private void Wait()
    {
        _startAt = clock.GetUtcNow() + _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    private static partial class Log
    {
        [LoggerMessage(6019, LogLevel.Information, "Gateway {Gateway} runs as process {Process} on Node.js {Version}")]
        public static partial void Started(ILogger log, string gateway, int process, string version);

        [LoggerMessage(6011, LogLevel.Error, "Gateway {Gateway} cannot run: {Failure}")]
        public static partial void CannotStart(ILogger log, string gateway, string failure);

        [LoggerMessage(6012, LogLevel.Warning, "The process of gateway {Gateway} ended; it is started again")]
        public static partial void Ended(ILogger log, string gateway);

        [LoggerMessage(6013, LogLevel.Warning, "The process of gateway {Gateway} reports {Failure}")]
        public static partial void Complained(ILogger log, string gateway, string failure);
    }
}
