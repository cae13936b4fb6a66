using DotNet.Testcontainers.Configurations;
using Testcontainers.PostgreSql;

namespace PilotPairing.Testing.Postgres;

/// <summary>A PostgreSQL in a container of this test process, where a Docker engine answers. It ends with the process.</summary>
public sealed class ContainerServer : IAsyncDisposable
{
    public const string ImageSetting = "PILOTPAIRING_TEST_POSTGRES_IMAGE";
    private const string DefaultImage = "postgres:17-alpine";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);
    private readonly PostgreSqlContainer _container;

    private ContainerServer(PostgreSqlContainer container)
    {
        _container = container;
        ConnectionString = container.GetConnectionString();
    }

    public static string Image => Environment.GetEnvironmentVariable(ImageSetting) is { Length: > 0 } given ? given : DefaultImage;

    public string ConnectionString { get; }

    public string Id => _container.Id;

    /// <summary>What became of the container, once it has ended although nobody asked it to; null while it runs.</summary>
    public string? End { get; private set; }

    /// <returns>Null where no engine answers, or where it has no such image and cannot pull it: <paramref name="report"/> gets the
    /// reason.</returns>
    public static async Task<ContainerServer?> TryStart(string image, Action<string> report)
    {
        if (!EngineAnswers())
            return null;

        PostgreSqlContainer? container = null;
        try
        {
            // Nothing here outlives the run: what a power cut would lose is lost anyway.
            container = new PostgreSqlBuilder(image).WithUsername("pilotpairing").WithPassword("tests only")
                .WithCommand("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
                    "-c", "jit=off").Build();
            using var deadline = new CancellationTokenSource(LongestStart);
            await container.StartAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            report($"The Docker engine answers but gives no container of {image}: {FirstLine(exception)}");
            if (container is not null)
                await container.DisposeAsync();
            return null;
        }

        var server = new ContainerServer(container);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(LongestEnd);
        _ = server.Watch(report);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        End ??= "";
        await _container.DisposeAsync();
    }

    private static bool EngineAnswers()
    {
        try
        {
            return TestcontainersSettings.OS.DockerEndpointAuthConfig is not null;
        }
        catch (Exception)
        {
            // Its settings name an engine in a way that cannot be read: there is none to be had.
            return false;
        }
    }

    private async Task Watch(Action<string> report)
    {
        string end;
        try
        {
            end = $"ended with exit code {await _container.GetExitCodeAsync(CancellationToken.None)}";
        }
        catch (Exception exception)
        {
            end = $"cannot be reached any more ({FirstLine(exception)})";
        }

        if (End is not null)
            return;
        End = $"The PostgreSQL container {_container.Name} of the tests {end} in the middle of the run";
        report(End);
    }

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].Trim();
}
