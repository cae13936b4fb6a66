using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>A port that a unit of work offers, and what makes the repository behind it; each module registers its own.</summary>
internal sealed record RepositoryRegistration(Type Port, ObjectFactory Make);

/// <summary>Makes the repositories of every module for one transaction.</summary>
internal sealed class Repositories(IServiceProvider services, IEnumerable<RepositoryRegistration> registrations)
{
    private readonly FrozenDictionary<Type, ObjectFactory> _makers = registrations.ToFrozenDictionary(registration =>
        registration.Port, registration => registration.Make);

    public object Make(Type port, Transaction transaction) => _makers[port](services, [transaction]);
}

internal static class RepositoryServices
{
    /// <param name="services">Beside its transaction, a repository gets singletons from here.</param>
    public static IServiceCollection AddRepository<TPort, TRepository>(this IServiceCollection services)
        where TPort : class
        where TRepository : class, TPort =>
        services.AddSingleton(
            new RepositoryRegistration(typeof(TPort), ActivatorUtilities.CreateFactory(typeof(TRepository), [typeof(Transaction)])));
}
