using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Api.Tests;

/// <summary>What a host logs from now on, as far as its settings let it.</summary>
internal sealed class HostLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];
    private volatile bool _ended;

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => _ended = true;

    private sealed class Logger(HostLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!log._ended)
                log._lines.Enqueue($"{category}[{eventId.Id}] {formatter(state, exception)} {exception}");
        }
    }
}

internal static class HostLogs
{
    public static HostLog Log(this ApiHost host)
    {
        var log = new HostLog();
        host.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        return log;
    }
}
