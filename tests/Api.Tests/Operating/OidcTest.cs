using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>An application whose operators sign in by a provider of their own.</summary>
public abstract class OidcTest : IAsyncLifetime
{
    private protected ApiHost Host { get; } = new();

    private protected StubIdentityProvider Provider { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await StubIdentityProvider.Start();
        Host.UseProvider(Provider);
        await Host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private protected OpsBrowser Browser() => new(Host.App.Urls.First());
}
