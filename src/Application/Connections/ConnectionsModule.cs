using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Links;
using PilotPairing.Domain;

namespace PilotPairing.Application.Connections;

/// <summary>From the first artifact to the end of a connection.</summary>
internal static class ConnectionsModule
{
    public static void AddConnections(this IServiceCollection services)
    {
        services.AddSingleton<RecentChecks>();
        services.AddScoped<IRequestHandler<ReconcileNumbers, Result<Reconciled>>, ReconcileNumbersHandler>();
        services.AddScoped<PairingAllowance>();
        services.AddScoped<PairingArtifactRequests>();
        services.AddScoped<IRequestHandler<RequestArtifact, Result<ArtifactIssued>>, RequestArtifactHandler>();
        services.AddScoped<IValidator<RequestArtifact>, RequestArtifactValidator>();
        services.AddScoped<LinkOfRequest>();
        services.AddScoped<IExistence<RequestArtifact>, LinkOfRequest>();
        services.AddScoped<SaveAttempt>();
        services.AddScoped<IOngoingPairing, OngoingPairing>();
        services.AddScoped<AcceptConnection>();
        services.AddScoped<DisconnectedEvent>();
        services.AddScoped<EndConnection>();
        services.AddScoped<InstanceReconciler>();
        services.AddScoped<IRequestHandler<ObserveNumber, Result<Observation>>, ObserveNumberHandler>();
        services.AddScoped<IRequestHandler<HandleGatewayNotification, Result<Done>>, HandleGatewayNotificationHandler>();
        services.AddScoped<IRequestHandler<CheckNumberSoon, Result<Done>>, CheckNumberSoonHandler>();
        services.AddScoped<IRequestHandler<ReopenPairings, Result<int>>, ReopenPairingsHandler>();
        services.AddScoped<IRequestHandler<PurgePairingStarts, Result<Done>>, PurgePairingStartsHandler>();
    }
}
