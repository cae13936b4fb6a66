using Microsoft.Extensions.Logging;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>The level, id and text of every line.</summary>
internal sealed class RecordedLog<T> : ILogger<T>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
}
