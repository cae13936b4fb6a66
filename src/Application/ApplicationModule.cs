using System.Security.Cryptography;
using FluentValidation;
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
using PilotPairing.Application.TestMode;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application;

/// <summary>Every use case by name: what is not in this list is not served.</summary>
public static class ApplicationModule
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton(RandomNumberGenerator.Create());
        services.AddScoped<ServiceFactory>(provider => type => provider.GetRequiredService(type));
        services.AddScoped<IMediator, Mediator>();
        // First: committed work was valid then, and a rule that reads names, settings or the clock may refuse it by now.
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Rebuilding<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validation<,>));
        services.AddScoped<CurrentClaim>();
        services.AddRebuiltAnswers();

        services.AddScoped<IRequestHandler<CreateTenant, Result<TenantCreated>>, CreateTenantHandler>();
        services.AddScoped<IValidator<CreateTenant>, CreateTenantValidator>();
        services.AddScoped<IRequestHandler<CreateKey, Result<ApiKey>>, CreateKeyHandler>();
        services.AddScoped<IRequestHandler<RotateKey, Result<ApiKey>>, RotateKeyHandler>();
        services.AddScoped<IValidator<RotateKey>, RotateKeyValidator>();
        services.AddScoped<IRequestHandler<MakeNumberKey, Result<ApiKey>>, MakeNumberKeyHandler>();
        services.AddScoped<IValidator<MakeNumberKey>, MakeNumberKeyValidator>();
        services.AddScoped<IRequestHandler<ListNumberKeys, Result<Page<NumberKey>>>, ListNumberKeysHandler>();
        services.AddScoped<IRequestHandler<ReadSettings, Result<TenantSettings>>, ReadSettingsHandler>();
        services.AddScoped<IRequestHandler<ChangeSettings, Result<TenantSettings>>, ChangeSettingsHandler>();
        services.AddScoped<IValidator<ChangeSettings>, ChangeSettingsValidator>();
        services.AddSingleton<NumberCreation>();

        services.AddScoped<IRequestHandler<PurgeIdempotencyKeys, Result<int>>, PurgeIdempotencyKeysHandler>();

        services.AddScoped<IRequestHandler<CreateNumber, Result<NumberCreated>>, CreateNumberHandler>();
        services.AddScoped<IValidator<CreateNumber>, CreateNumberValidator>();
        services.AddScoped<NewNumber>();
        services.AddScoped<IRequestHandler<ListNumbers, Result<Page<NumberItem>>>, ListNumbersHandler>();
        services.AddScoped<IValidator<ListNumbers>, ListNumbersValidator>();
        services.AddScoped<IRequestHandler<ReadNumber, Result<NumberDetail>>, ReadNumberHandler>();
        services.AddScoped<IRequestHandler<UpdateNumber, Result<NumberItem>>, UpdateNumberHandler>();
        services.AddScoped<IValidator<UpdateNumber>, UpdateNumberValidator>();
        services.AddScoped<IExistence<UpdateNumber>, UpdatedNumber>();
        services.AddScoped<IRequestHandler<ConnectNumber, Result<PairingView>>, ConnectNumberHandler>();
        services.AddSingleton<RecentChecks>();
        services.AddScoped<IRequestHandler<ReadNumberStatus, Result<NumberStatus>>, ReadNumberStatusHandler>();
        services.AddScoped<IRequestHandler<LogoutNumber, Result<Instance>>, LogoutNumberHandler>();
        services.AddScoped<IRequestHandler<RemoveNumber, Result<Done>>, RemoveNumberHandler>();
        services.AddScoped<IRequestHandler<ReconcileNumbers, Result<Reconciled>>, ReconcileNumbersHandler>();
        services.AddScoped<IRequestHandler<CleanUpSession, Result<Done>>, CleanUpSessionHandler>();

        services.AddSingleton<LogoAddress>();
        services.AddScoped<IRequestHandler<ReadBranding, Result<BrandingLayer>>, ReadBrandingHandler>();
        services.AddScoped<IRequestHandler<ChangeBranding, Result<BrandingLayer>>, ChangeBrandingHandler>();
        services.AddScoped<IValidator<ChangeBranding>, ChangeBrandingValidator>();
        services.AddScoped<IRequestHandler<UploadLogo, Result<Asset>>, UploadLogoHandler>();

        services.AddScoped<IRequestHandler<MintSession, Result<EmbedToken>>, MintSessionHandler>();
        services.AddScoped<IValidator<MintSession>, MintSessionValidator>();
        services.AddScoped<IRequestHandler<RefreshSession, Result<EmbedToken>>, RefreshSessionHandler>();

        services.AddScoped<IRequestHandler<CreatePairingLink, Result<PairingLinkCreated>>, CreatePairingLinkHandler>();
        services.AddScoped<IValidator<CreatePairingLink>, CreatePairingLinkValidator>();
        services.AddScoped<IExistence<CreatePairingLink>, LinkOfNewNumber>();
        services.AddScoped<IRequestHandler<ReadLink, Result<LinkReading>>, ReadLinkHandler>();
        services.AddScoped<IRequestHandler<ReadLinkStatus, Result<LinkStatusReading>>, ReadLinkStatusHandler>();
        services.AddScoped<PairingAllowance>();
        services.AddScoped<PairingArtifactRequests>();
        services.AddScoped<PairingPrerequisites>();
        services.AddScoped<IRequestHandler<RequestArtifact, Result<ArtifactIssued>>, RequestArtifactHandler>();
        services.AddScoped<IValidator<RequestArtifact>, RequestArtifactValidator>();
        services.AddScoped<IExistence<RequestArtifact>, LinkOfRequest>();
        services.AddScoped<SaveAttempt>();
        services.AddScoped<AcceptConnection>();
        services.AddScoped<DisconnectedEvent>();
        services.AddScoped<EndConnection>();
        services.AddScoped<InstanceReconciler>();
        services.AddScoped<IRequestHandler<ObserveNumber, Result<Observation>>, ObserveNumberHandler>();
        services.AddScoped<IRequestHandler<HandleGatewayNotification, Result<Done>>, HandleGatewayNotificationHandler>();
        services.AddScoped<OwnLinks>();
        services.AddScoped<IRequestHandler<ListOwnLinks, Result<Page<LinkDetail>>>, ListOwnLinksHandler>();
        services.AddScoped<IValidator<ListOwnLinks>, ListOwnLinksValidator>();
        services.AddScoped<IRequestHandler<ReadOwnLink, Result<LinkDetail>>, ReadOwnLinkHandler>();
        services.AddScoped<IRequestHandler<UpdateLink, Result<LinkDetail>>, UpdateLinkHandler>();
        services.AddScoped<IValidator<UpdateLink>, UpdateLinkValidator>();
        services.AddScoped<IExistence<UpdateLink>, UpdatedLink>();
        services.AddScoped<IRequestHandler<RevokeLink, Result<LinkDetail>>, RevokeLinkHandler>();
        services.AddScoped<IRequestHandler<RotateLink, Result<LinkRotated>>, RotateLinkHandler>();
        services.AddScoped<IValidator<RotateLink>, RotateLinkValidator>();
        services.AddScoped<IExistence<RotateLink>, RotatedLink>();
        services.AddScoped<ReportedLink>();
        services.AddScoped<IRequestHandler<ReportFromPage, Result<Done>>, ReportFromPageHandler>();
        services.AddScoped<IValidator<ReportFromPage>, ReportFromPageValidator>();
        services.AddScoped<IExistence<ReportFromPage>, ReportedLink>();
        services.AddScoped<IRequestHandler<AbandonLinks, Result<int>>, AbandonLinksHandler>();
        services.AddScoped<IRequestHandler<PurgePairingStarts, Result<Done>>, PurgePairingStartsHandler>();
        services.AddScoped<IRequestHandler<ExpireLinks, Result<int>>, ExpireLinksHandler>();
        services.AddScoped<IRequestHandler<Simulate, Result<Simulated>>, SimulateHandler>();
        services.AddScoped<IValidator<Simulate>, SimulateValidator>();
        services.AddScoped<IExistence<Simulate>, SimulatedNumber>();
        services.AddScoped<IRequestHandler<SimulateLink, Result<Simulated>>, SimulateLinkHandler>();
        services.AddScoped<IValidator<SimulateLink>, SimulateLinkValidator>();
        services.AddScoped<SimulatedLink>();
        services.AddScoped<IExistence<SimulateLink>, SimulatedLink>();
        services.AddScoped<SimulatedInbox>();
        services.AddScoped<IRequestHandler<ScanQr, Result<SimulatedPhone>>, ScanQrHandler>();
        services.AddScoped<IRequestHandler<LinkSimulatedPhone, Result<SimulatedPhone>>, LinkSimulatedPhoneHandler>();

        services.AddScoped<IRequestHandler<RegisterMetaNumber, Result<MetaNumberRegistered>>, RegisterMetaNumberHandler>();
        services.AddScoped<IValidator<RegisterMetaNumber>, RegisterMetaNumberValidator>();
        services.AddScoped<IRequestHandler<PurgeHeldGrants, Result<Done>>, PurgeHeldGrantsHandler>();
        services.AddScoped<MetaOnboarding>();
        services.AddScoped<MetaCompletion>();
        services.AddScoped<MetaLink>();
        services.AddScoped<IRequestHandler<CompleteEmbeddedSignup, Result<MetaCompleted>>, CompleteEmbeddedSignupHandler>();
        services.AddScoped<IValidator<CompleteEmbeddedSignup>, CompleteEmbeddedSignupValidator>();
        services.AddScoped<IExistence<CompleteEmbeddedSignup>, MetaLink>();
        services.AddScoped<IRequestHandler<CompleteCredentials, Result<MetaCompleted>>, CompleteCredentialsHandler>();
        services.AddScoped<IValidator<CompleteCredentials>, CompleteCredentialsValidator>();
        services.AddScoped<IExistence<CompleteCredentials>, MetaLink>();
        services.AddScoped<IRequestHandler<VerifyMetaHook, Result<string>>, VerifyMetaHookHandler>();
        services.AddScoped<IRequestHandler<HandleMetaNotification, Result<Done>>, HandleMetaNotificationHandler>();
        services.AddScoped<IRequestHandler<RefreshMetaNumbers, Result<int>>, RefreshMetaNumbersHandler>();
        services.AddScoped<MetaNumberRefresher>();
        services.AddScoped<MetaNumberLocator>();
        services.AddScoped<IRequestHandler<ReadAppHook, Result<MetaHook>>, ReadAppHookHandler>();

        services.AddScoped<IRequestHandler<Diagnose, Result<IReadOnlyList<Finding>>>, DiagnoseHandler>();
        services.AddScoped<IRequestHandler<Reencrypt, Result<Reencrypted>>, ReencryptHandler>();
        services.AddScoped<IRequestHandler<SignIn, Result<SignedIn>>, SignInHandler>();
        services.AddScoped<IRequestHandler<RecordAction, Result<Done>>, RecordActionHandler>();
        services.AddScoped<IRequestHandler<CreateTemplate, Result<MessageTemplate>>, CreateTemplateHandler>();
        services.AddScoped<IValidator<CreateTemplate>, CreateTemplateValidator>();
        services.AddScoped<IRequestHandler<ListTemplates, Result<Page<MessageTemplate>>>, ListTemplatesHandler>();
        services.AddScoped<IRequestHandler<RemoveTemplate, Result<Done>>, RemoveTemplateHandler>();
        services.AddScoped<LinkSending>();
        services.AddScoped<IRequestHandler<SendLink, Result<MessageOutcome>>, SendLinkHandler>();
        services.AddScoped<MessageComposer>();
        services.AddScoped<IRequestHandler<SendPendingMessage, Result<Done>>, SendPendingMessageHandler>();

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
        services.AddScoped<IExistence<ReadEndpointLog>, EndpointExists<ReadEndpointLog>>();
        services.AddScoped<IRequestHandler<ListDeliveries, Result<Page<EndpointDelivery>>>, ListDeliveriesHandler>();
        services.AddScoped<IExistence<ListDeliveries>, EndpointExists<ListDeliveries>>();
        services.AddScoped<IRequestHandler<ReplayDelivery, Result<Replayed>>, ReplayDeliveryHandler>();
        services.AddScoped<IRequestHandler<ReplayEndpoint, Result<int>>, ReplayEndpointHandler>();
        services.AddScoped<IValidator<ReplayEndpoint>, ReplayEndpointValidator>();
        services.AddScoped<IExistence<ReplayEndpoint>, EndpointExists<ReplayEndpoint>>();
        services.AddScoped<IRequestHandler<ListEvents, Result<Page<string>>>, ListEventsHandler>();
        services.AddScoped<IRequestHandler<DisableFailingEndpoints, Result<EndpointsDisabled>>, DisableFailingEndpointsHandler>();
        services.AddScoped<IRequestHandler<PurgeHistory, Result<Done>>, PurgeHistoryHandler>();
        return services;
    }
}
