using System.Security.Cryptography;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Embed;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Application.Statistics;
using PilotPairing.Application.TestMode;
using PilotPairing.Application.Webhooks;

namespace PilotPairing.Application;

/// <summary>Every use case by name: what is in no module's list is not served.</summary>
public static class ApplicationModule
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton(RandomNumberGenerator.Create());
        services.AddScoped<ServiceFactory>(provider => type => provider.GetRequiredService(type));
        services.AddScoped<IMediator, Mediator>();
        // First: committed work was valid then, and a rule that reads names, settings or the clock may refuse it by now.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Rebuilding<,>));
        services.AddScoped(typeof(RequestRules<>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validation<,>));

        services.AddAccess();
        services.AddBranding();
        services.AddInstances();
        services.AddWebhooks();
        services.AddMessaging();
        services.AddEmbed();
        services.AddLinks();
        services.AddConnections();
        services.AddMeta();
        services.AddNumbers();
        services.AddTestMode();
        services.AddOperating();
        services.AddOps();
        services.AddStatistics();
        return services;
    }
}
