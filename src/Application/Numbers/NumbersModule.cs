using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;

namespace PilotPairing.Application.Numbers;

/// <summary>Numbers as their owner sees them.</summary>
internal static class NumbersModule
{
    public static void AddNumbers(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<MakeNumberKey, Result<ApiKey>>, MakeNumberKeyHandler>();
        services.AddScoped<IValidator<MakeNumberKey>, MakeNumberKeyValidator>();
        services.AddScoped<IRequestHandler<ListNumberKeys, Result<Page<NumberKey>>>, ListNumberKeysHandler>();
        services.AddScoped<IRequestHandler<CreateNumber, Result<NumberCreated>>, CreateNumberHandler>();
        services.AddScoped<IValidator<CreateNumber>, CreateNumberValidator>();
        services.AddScoped<NewNumber>();
        services.AddScoped<IRequestHandler<ListNumbers, Result<Page<NumberItem>>>, ListNumbersHandler>();
        services.AddScoped<IValidator<ListNumbers>, ListNumbersValidator>();
        services.AddScoped<IRequestHandler<ReadNumber, Result<NumberDetail>>, ReadNumberHandler>();
        services.AddScoped<IRequestHandler<UpdateNumber, Result<NumberItem>>, UpdateNumberHandler>();
        services.AddScoped<IValidator<UpdateNumber>, UpdateNumberValidator>();
        services.AddScoped<UpdatedNumber>();
        services.AddScoped<IExistence<UpdateNumber>, UpdatedNumber>();
        services.AddScoped<IRequestHandler<ConnectNumber, Result<PairingView>>, ConnectNumberHandler>();
        services.AddScoped<IRequestHandler<ReadNumberStatus, Result<NumberStatus>>, ReadNumberStatusHandler>();
        services.AddScoped<IRequestHandler<LogoutNumber, Result<Instance>>, LogoutNumberHandler>();
        services.AddScoped<IRequestHandler<RemoveNumber, Result<Done>>, RemoveNumberHandler>();
        services.AddScoped<IRebuild<CreateNumber, Result<NumberCreated>>, CreatedNumberAnswer>();
    }
}
