using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Messaging;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

internal static class MessagingModule
{
    public static void AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection(SendingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SendingOptions>, SendingOptionsValidator>();
        services.AddSingleton<ITemplateQueries, TemplateQueries>();
        services.AddSingleton<ISendQueries, SendQueries>();
        services.AddSingleton<ISendCompletions, SendCompletions>();
        services.AddRepository<ITemplates, TemplateRepository>();
        services.AddRepository<ISends, SendRepository>();
    }

    /// <summary>What sends messages, for processes with workers.</summary>
    public static void AddMessageSender(this IServiceCollection services)
    {
        services.AddSingleton<PendingMessages>();
        services.AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingMessages>());
    }
}
