using System.Globalization;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// What happens before the server answers, one line a step with the seconds since the process began; a step that takes long says every ten
/// seconds that it is still at it.
/// </summary>
internal sealed class ProgressLog : ILogger, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TextWriter _output;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer _reminder;

    public ProgressLog(TextWriter output, TimeProvider clock)
    {
        (_output, _clock, _began) = (output, clock, clock.GetTimestamp());
        _reminder = clock.CreateTimer(_ => Write("…"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Report(string step)
    {
        Write(step);
        _reminder.Change(Patience, Patience);
    }

    /// <summary>Nothing more is waited for.</summary>
    public void Done() => _reminder.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Report(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => _reminder.Dispose();

    private void Write(string text) =>
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.GetElapsedTime(_began).TotalSeconds,5:0} s  {text}"));
}
