using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Operating;

/// <summary>What operators do and see.</summary>
internal static class OperatingModule
{
    public static void AddOperating(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<Diagnose, Result<IReadOnlyList<Finding>>>, DiagnoseHandler>();
        services.AddScoped<SenderFindings>();
        services.AddScoped<IRequestHandler<ExportPerson, Result<string>>, ExportPersonHandler>();
        services.AddScoped<IRequestHandler<ErasePerson, Result<PersonErased>>, ErasePersonHandler>();
        services.AddScoped<IRequestHandler<ApplyRetention, Result<Done>>, ApplyRetentionHandler>();
        services.AddScoped<IRequestHandler<SignIn, Result<SignedIn>>, SignInHandler>();
        services.AddScoped<IRequestHandler<SignInWithProvider, Result<SignedIn>>, SignInWithProviderHandler>();
        services.AddScoped<IRequestHandler<RecordAction, Result<Done>>, RecordActionHandler>();
    }
}
