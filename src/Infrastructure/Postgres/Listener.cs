using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Postgres;

internal static class Channels
{
    /// <summary>Work is pending that the committing process has no workers for; the payload is a <see cref="PendingWork"/>.</summary>
    public const string Pending = "pending";

    /// <summary>A pairing moved; the payload is the number's id as uuid text.</summary>
    public const string Pairing = "pairing";

    /// <summary>A key or a setting changed; the payload is the tenant's id as uuid text.</summary>
    public const string Access = "access";

    /// <summary>An attempt wants a watcher; the payload is the number's id as uuid text.</summary>
    public const string Watch = "watch";

    /// <summary>A message is no longer under way, or was found to have been sent after all; the payload is its id as uuid text.</summary>
    public const string Sent = "sent";

    /// <summary>A session of a gateway of ours wants something of the node that runs it; the payload is the gateway's name.</summary>
    public const string Gateway = "gateway";

    /// <summary>Shows a listener that notifications reach it; the payload is drawn by the listener.</summary>
    public const string Probe = "probe";

    public static readonly ImmutableArray<string> Everything = [Pending, Pairing, Access, Watch, Sent, Gateway, Probe];
}

/// <summary>
/// The process's one LISTEN connection. A notification only makes things fast: each subscriber also polls or queries,
/// and drops its cached state in <c>onReset</c>, since every notification sent while we were disconnected is lost.
/// </summary>
/// <param name="connectionString">Leads to a session of our own: behind a pooler in transaction mode a LISTEN may stay in another client's
/// session.</param>
/// <param name="database">What notifications are sent through.</param>
internal sealed partial class PostgresListener(
    string connectionString, NpgsqlDataSource database, TimeProvider clock, ILogger<PostgresListener> log) : BackgroundService
{
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(5);
    private const int KeepAliveSeconds = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private ImmutableList<Subscription> _subscriptions = [];
    private volatile bool _isListening;

    /// <summary>False while disconnected: what was learnt from notifications may be stale then.</summary>
    public bool IsListening => _isListening;

    /// <summary>
    /// Both callbacks run on the listening thread: they must return at once. <paramref name="onReset"/> follows every (re)connect;
    /// a subscriber that reads its state after subscribing while <see cref="IsListening"/> receives every later change.
    /// </summary>
    public IDisposable Subscribe(string channel, Action<string> onNotify, Action onReset)
    {
        if (!Channels.Everything.Contains(channel))
            throw new ArgumentException($"Nobody listens on {channel}", nameof(channel));

        var subscription = new Subscription(this, channel, onNotify, onReset);
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));
        return subscription;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(() => pause = FirstPause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (UnfitDatabaseException exception)
            {
                Log.NotArriving(log, exception.Message);
            }
            catch (Exception exception)
            {
                Log.Lost(log, pause.TotalMilliseconds, exception);
            }
            finally
            {
                _isListening = false;
            }

            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task Listen(Action connected, CancellationToken stoppingToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            KeepAlive = KeepAliveSeconds,
            Pooling = false,
            ApplicationName = "pilotpairing-listener",
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(stoppingToken);
        connection.Notification += (_, notification) => Notify(notification.Channel, notification.Payload);
        await using (var listen = new NpgsqlCommand(string.Join("; ", Channels.Everything.Select(channel => "listen " + channel)),
            connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);

        await Probe(connection, stoppingToken);
        connected();
        _isListening = true;
        Log.Listening(log);
        foreach (var subscription in _subscriptions)
            Guarded(subscription.OnReset);

        while (true)
            await connection.WaitAsync(stoppingToken);
    }

    /// <summary>
    /// A LISTEN that was accepted may still be another session's, and what is sent through the pool may go to another database.
    /// </summary>
    private async Task Probe(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        var payload = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var arrived = false;
        void Receive(object sender, NpgsqlNotificationEventArgs received) =>
            arrived |= received.Channel == Channels.Probe && received.Payload == payload;
        connection.Notification += Receive;
        await using (var notify = database.CreateCommand("select pg_notify($1, $2)"))
        {
            notify.Parameters.AddWithValue(Channels.Probe);
            notify.Parameters.AddWithValue(payload);
            await notify.ExecuteNonQueryAsync(stoppingToken);
        }

        using var enough = new CancellationTokenSource(ProbeWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, stoppingToken);
        try
        {
            while (!arrived)
                await connection.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            throw new UnfitDatabaseException(
                "Notifications do not arrive. " + DatabaseFacts.Shared + " Where it is set, it leads to another database than ConnectionStrings:Postgres, or through a pooler itself.");
        }

        connection.Notification -= Receive;
    }

    public void Notify(string channel, string payload)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Channel == channel)
                Guarded(() => subscription.OnNotify(payload));
        }
    }

    private void Guarded(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception exception)
        {
            Log.CallbackFailed(log, exception);
        }
    }

    private sealed class Subscription(PostgresListener owner, string channel, Action<string> onNotify, Action onReset) : IDisposable
    {
        public string Channel => channel;

        public Action<string> OnNotify => onNotify;

        public Action OnReset => onReset;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, list => list.Remove(this));
    }

    private static partial class Log
    {
        [LoggerMessage(4900, LogLevel.Information, "Listening for notifications")]
        public static partial void Listening(ILogger log);

        [LoggerMessage(4901, LogLevel.Warning, "Notifications lost; connecting again in {PauseMs} ms")]
        public static partial void Lost(ILogger log, double pauseMs, Exception exception);

        [LoggerMessage(4902, LogLevel.Error, "A subscriber of notifications threw")]
        public static partial void CallbackFailed(ILogger log, Exception exception);

        [LoggerMessage(4903, LogLevel.Error, "Changes are noticed late, by polling: {Problem}")]
        public static partial void NotArriving(ILogger log, string problem);
    }
}
