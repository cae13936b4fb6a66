using System.CommandLine;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Cli;

/// <summary>Asks a server on this machine, for service managers whose images have no HTTP client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var command = new Command("health", "Asks the server on this machine whether it is ready; fails with the reason when it is not");
        command.SetAction((_, cancellationToken) => Run(cancellationToken));
        return command;
    }

    private static async Task<int> Run(CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var address = PublicAddress.OnThisMachine(configuration["Urls"] ?? new AddressOptions().Urls);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address + "/health/ready");
            using var answer = await http.SendAsync(request, enough.Token);
            if (answer.IsSuccessStatusCode)
                return 0;
            await Console.Error.WriteLineAsync(
                $"Not ready: {address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Not ready: nothing answers at {address}. The server listens where the setting Urls says.");
        }

        return 1;
    }
}
