using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Operating;
using LogLevel = Hangfire.Logging.LogLevel;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// What Hangfire itself warns of, mostly that its database is away. Every worker says so; the log leaves repetitions out.
/// </summary>
internal sealed partial class JobLogs(IDatabaseHealth database, ILogger<JobLogs> log) : ILogProvider, ILog
{
    public ILog GetLogger(string name) => this;

    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
    {
        // A failover shows itself in these first where a process has workers alone.
        if (exception is not null)
            database.Explain(exception);
        if (logLevel < LogLevel.Warn)
            return false;
        if (messageFunc is not null)
            Messages.Warned(log, messageFunc(), exception);
        return true;
    }

    private static partial class Messages
    {
        [LoggerMessage(5005, Microsoft.Extensions.Logging.LogLevel.Warning, "{Message}")]
        public static partial void Warned(ILogger log, string message, Exception? exception);
    }
}
