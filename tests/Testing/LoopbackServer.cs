using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Testing;

/// <summary>A bare web server on loopback that gives every request to one function and says nothing of it.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackServer(WebApplication server) => _server = server;

    /// <summary>Without a path.</summary>
    public string Url => _server.Urls.Single();

    /// <param name="port">Where a certain one is needed.</param>
    public static async Task<LoopbackServer> Start(RequestDelegate answer, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new(server);
    }

    /// <summary>Requests under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }
}
