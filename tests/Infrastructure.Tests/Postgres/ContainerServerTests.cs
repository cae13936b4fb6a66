using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>The container that tests prefer, where a Docker engine answers. Without an engine only its absence can be tested.</summary>
public sealed class ContainerServerTests
{
    [Fact]
    public async Task An_engine_without_the_image_is_reported_once_and_another_server_is_used()
    {
        var response = new List<string>();
        const string unknown = "registry.invalid/postgres:none";

        var server = await ContainerServer.TryStart(unknown, response.Add);

        server.Should().BeNull();
        response.Should().HaveCountLessThanOrEqualTo(1);
        response.Where(line =>
            !line.StartsWith($"The Docker engine answers but gives no container of {unknown}: ", StringComparison.Ordinal)).Should()
                .BeEmpty();
    }
}
