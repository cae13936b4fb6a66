using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PilotPairing.Infrastructure.Logging;

internal static class LoggingModule
{
    /// <summary>For every logger of the process, those of libraries included.</summary>
    public static void LimitRepeatedFailures(this IServiceCollection services)
    {
        services.AddSingleton<RepeatedFailures>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new LimitedLoggerFactory(
            new LoggerFactory(
                provider.GetServices<ILoggerProvider>(), provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                provider.GetService<IOptions<LoggerFactoryOptions>>()),
            provider.GetRequiredService<RepeatedFailures>())));
    }
}
