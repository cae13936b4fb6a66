using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Webhooks;

/// <summary>Endpoints, their events and deliveries.</summary>
internal static class WebhooksModule
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<RegisterEndpoint, Result<WebhookEndpoint>>, RegisterEndpointHandler>();
        services.AddScoped<IValidator<RegisterEndpoint>, RegisterEndpointValidator>();
        services.AddScoped<IExistence<RegisterEndpoint>, EndpointScopeAllowed>();
        services.AddScoped<IRequestHandler<ListEndpoints, Result<Page<WebhookEndpoint>>>, ListEndpointsHandler>();
        services.AddScoped<IRequestHandler<ReadEndpoint, Result<WebhookEndpoint>>, ReadEndpointHandler>();
        services.AddScoped<IRequestHandler<UpdateEndpoint, Result<WebhookEndpoint>>, UpdateEndpointHandler>();
        services.AddScoped<IValidator<UpdateEndpoint>, UpdateEndpointValidator>();
        services.AddScoped<IExistence<UpdateEndpoint>, EndpointExists<UpdateEndpoint>>();
        services.AddScoped<IRequestHandler<RemoveEndpoint, Result<Done>>, RemoveEndpointHandler>();
        services.AddScoped<IRequestHandler<ReadEndpointSecret, Result<EndpointSecret>>, ReadEndpointSecretHandler>();
        services.AddScoped<IRequestHandler<RotateEndpointSecret, Result<EndpointSecret>>, RotateEndpointSecretHandler>();
        services.AddScoped<IRequestHandler<TestEndpoint, Result<TestEvent>>, TestEndpointHandler>();
        services.AddScoped<IRequestHandler<ReadEndpointLog, Result<Page<LoggedAttempt>>>, ReadEndpointLogHandler>();
        services.AddScoped<IValidator<ReadEndpointLog>, ReadEndpointLogValidator>();
        services.AddScoped<EndpointExists<ReadEndpointLog>>();
        services.AddScoped<IExistence<ReadEndpointLog>, EndpointExists<ReadEndpointLog>>();
        services.AddScoped<IRequestHandler<ListDeliveries, Result<Page<EndpointDelivery>>>, ListDeliveriesHandler>();
        services.AddScoped<EndpointExists<ListDeliveries>>();
        services.AddScoped<IExistence<ListDeliveries>, EndpointExists<ListDeliveries>>();
        services.AddScoped<IRequestHandler<ReplayDelivery, Result<Replayed>>, ReplayDeliveryHandler>();
        services.AddScoped<IRequestHandler<ReplayEndpoint, Result<int>>, ReplayEndpointHandler>();
        services.AddScoped<IValidator<ReplayEndpoint>, ReplayEndpointValidator>();
        services.AddScoped<EndpointExists<ReplayEndpoint>>();
        services.AddScoped<IExistence<ReplayEndpoint>, EndpointExists<ReplayEndpoint>>();
        services.AddScoped<IRequestHandler<ListEvents, Result<Page<string>>>, ListEventsHandler>();
        services.AddScoped<IRequestHandler<FollowEvents, Result<EventCursor>>, FollowEventsHandler>();
        services.AddScoped<IRequestHandler<DisableFailingEndpoints, Result<EndpointsDisabled>>, DisableFailingEndpointsHandler>();
        services.AddScoped<IRebuild<RegisterEndpoint, Result<WebhookEndpoint>>, RegisteredEndpointAnswer>();
        services.AddScoped<IRebuild<RotateEndpointSecret, Result<EndpointSecret>>, RotatedSecretAnswer>();
        services.AddScoped<IRebuild<TestEndpoint, Result<TestEvent>>, TestEndpointAnswer>();
        services.AddScoped<IRebuild<ReplayDelivery, Result<Replayed>>, ReplayedAnswer>();
    }
}
