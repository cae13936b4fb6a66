using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

internal static class TestRepositories
{
    /// <summary>The repositories that a test needs and no others.</summary>
    public static Repositories Of(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        var provider = services.BuildServiceProvider();
        return new(provider, provider.GetServices<RepositoryRegistration>());
    }
}
