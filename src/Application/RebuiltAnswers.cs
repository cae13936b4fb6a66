using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.TestMode;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application;

/// <summary>
/// How the answer of every keyed POST is made again after a crash. What is not here either runs again (<see cref="IMayRunAgain"/>) or is
/// refused with the resource's name: a key is stored as its hash only, and how many deliveries a replay found is not stored.
/// </summary>
internal static class RebuiltAnswers
{
    public static void AddRebuiltAnswers(this IServiceCollection services)
    {
        services.AddScoped<IRebuild<CreatePairingLink, Result<PairingLinkCreated>>, CreatedLinkAnswer>();
        services.AddScoped<IRebuild<RotateLink, Result<LinkRotated>>, RotatedLinkAnswer>();
        services.AddScoped<IRebuild<SendLink, Result<MessageOutcome>>, SentLinkAnswer>();
        services.AddScoped<IRebuild<CreateNumber, Result<NumberCreated>>, CreatedNumberAnswer>();
        services.AddScoped<IRebuild<RegisterMetaNumber, Result<MetaNumberRegistered>>, RegisteredMetaNumberAnswer>();
        services.AddScoped<IRebuild<RegisterEndpoint, Result<WebhookEndpoint>>, RegisteredEndpointAnswer>();
        services.AddScoped<IRebuild<RotateEndpointSecret, Result<EndpointSecret>>, RotatedSecretAnswer>();
        services.AddScoped<IRebuild<TestEndpoint, Result<TestEvent>>, TestEndpointAnswer>();
        services.AddScoped<IRebuild<ReplayDelivery, Result<Replayed>>, ReplayedAnswer>();
        services.AddScoped<IRebuild<CreateTemplate, Result<MessageTemplate>>, CreatedTemplateAnswer>();
        services.AddScoped<IRebuild<UploadLogo, Result<Asset>>, UploadedLogoAnswer>();
        services.AddScoped<IRebuild<Simulate, Result<Simulated>>, SimulatedAnswer>();
        services.AddScoped<IRebuild<SimulateLink, Result<Simulated>>, SimulatedLinkAnswer>();
    }
}
