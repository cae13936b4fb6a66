using Microsoft.Extensions.DependencyInjection;

namespace PilotPairing.Infrastructure.Outbox;

internal static class OutboxModule
{
    public static void AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<PendingSignals>();
        services.AddSingleton<OutboxLease>();
    }
}
