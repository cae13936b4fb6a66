using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Messaging;

namespace PilotPairing.Infrastructure.Messaging;

internal static class MessagingModule
{
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection(SendingOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<SendingOptions>, SendingOptionsValidator>()
            .AddSingleton<ITemplateQueries, TemplateQueries>()
            .AddSingleton<ISendQueries, SendQueries>()
            .AddSingleton<ISendCompletions, SendCompletions>();
    }
}
