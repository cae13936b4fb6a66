using System.CommandLine;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var role = new Option<Role>("--role") { Description = "web serves requests, worker delivers and watches, all does both", DefaultValueFactory = _ => Role.All };
        var command = new Command("serve", "Serves the API, the hosted pages and the work behind them") { role };
        command.SetAction((parsed, cancellationToken) => Run(parsed.GetValue(role), cancellationToken));
        return command;
    }

    public static async Task<int> Run(Role role, CancellationToken cancellationToken)
    {
        await using var setup = await Setup.Prepare(cancellationToken);
        if (setup.Configuration.GetValue("MigrateAtStart", true))
            await setup.Migrate(cancellationToken);
        await using var app = WebHost.Build([], setup.ConnectionString, role, setup.Settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OptionsValidationException broken)
        {
            await Console.Error.WriteLineAsync("Not started; mend these settings:");
            foreach (var problem in broken.Failures)
                await Console.Error.WriteLineAsync("  " + problem);
            return 1;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"Not started: {taken.Message} Name another address with the setting Urls, such as Urls=http://localhost:5081.");
            return 1;
        }

        await setup.Welcome(app, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
