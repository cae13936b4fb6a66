using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>What Hangfire itself warns of, mostly that its database is away. Of exceptions it gets the type only: each worker repeats the rest.</summary>
internal sealed partial class JobLogs(ILogger<JobLogs> log) : ILogProvider, ILog
{
    public ILog GetLogger(string name) => this;

    public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
    {
        if (logLevel < LogLevel.Warn)
            return false;
        if (messageFunc is not null)
            Messages.Warned(log, messageFunc(), exception?.GetType().Name ?? "no exception");
        return true;
    }

    private static partial class Messages
    {
        [LoggerMessage(5005, Microsoft.Extensions.Logging.LogLevel.Warning, "{Message} ({Exception})")]
        public static partial void Warned(ILogger log, string message, string exception);
    }
}
