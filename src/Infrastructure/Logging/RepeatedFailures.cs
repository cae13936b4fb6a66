using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Logging;

/// <summary>
/// One line per kind of failure and interval: while the database is away, every loop and request fails in the same way many times a second.
/// What was left out is counted.
/// </summary>
internal sealed partial class RepeatedFailures(TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Kind, Window> _open = new();

    /// <summary>Whether this is the first of its kind in its interval.</summary>
    public bool MayWrite(Kind kind, ILogger log)
    {
        var fresh = new Window();
        var window = _open.GetOrAdd(kind, fresh);
        if (!ReferenceEquals(window, fresh))
        {
            Interlocked.Increment(ref window.LeftOut);
            return false;
        }

        window.Ends = clock.CreateTimer(_ => Close(kind, log), null, Interval, Timeout.InfiniteTimeSpan);
        return true;
    }

    private void Close(Kind kind, ILogger log)
    {
        if (!_open.TryRemove(kind, out var window))
            return;
        window.Ends?.Dispose();
        if (Volatile.Read(ref window.LeftOut) is var count and > 0)
            Log.LeftOut(log, kind.Event, kind.Failure, count, Interval.TotalSeconds);
    }

    /// <param name="Failure">An SQLSTATE, or an exception's type and where it was thrown: two bugs of one type are two kinds.</param>
    internal readonly record struct Kind(string Category, int Event, string Failure);

    private sealed class Window
    {
        public int LeftOut;

        public ITimer? Ends { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(4920, LogLevel.Warning, "Event {Event} ({Failure}) came {Count} more times within {Seconds} s; these lines were left out")]
        public static partial void LeftOut(ILogger log, int @event, string failure, int count, double seconds);
    }
}

internal sealed class LimitedLoggerFactory(ILoggerFactory inner, RepeatedFailures failures) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new LimitedLogger(inner.CreateLogger(categoryName), categoryName, failures);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}

/// <summary>
/// A database that is unavailable needs no stack; other exceptions keep theirs, and those of a request are never left out.
/// </summary>
internal sealed class LimitedLogger(ILogger inner, string category, RepeatedFailures failures) : ILogger
{
    private readonly bool _isOfRequests = category.StartsWith("PilotPairing.Api", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is null || logLevel < LogLevel.Warning)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        if (DatabaseFailure.Of(exception) is { IsUnavailable: true } failure)
        {
            var kind = DatabaseFailure.Short(exception);
            if (inner.IsEnabled(logLevel) && failures.MayWrite(new(category, eventId.Id, kind), inner))
                inner.Log(logLevel, eventId, state, null, (shown, _) => $"{formatter(shown, null)}: {failure.Meaning} ({kind})");
        }
        else if (_isOfRequests
            || (inner.IsEnabled(logLevel) && failures.MayWrite(new(category, eventId.Id, ThrownAt.Describe(exception)), inner)))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
