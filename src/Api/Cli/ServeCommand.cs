using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Cli;

internal static class ServeCommand
{
    public static Command Create()
    {
        var role = new Option<Role>("--role")
        {
            Description = "web serves requests, worker delivers and watches, all does both",
            DefaultValueFactory = _ => Role.All
        };
        var command = new Command("serve", "Serves the API, the hosted pages and the work behind them") { role };
        command.SetAction((parsed, cancellationToken) => Run(parsed.GetValue(role), cancellationToken));
        return command;
    }

    public static async Task<int> Run(Role role, CancellationToken cancellationToken)
    {
        await using var setup = await Setup.ForServing(cancellationToken);
        await using var app = WebHost.Build([], setup.ConnectionString, role, setup.Settings);
        // Before the host builds what the settings are for, so that all of their problems are reported together, and before anything is
        // changed.
        app.Services.GetService<IStartupValidator>()?.Validate();
        if (setup.Configuration.GetValue("MigrateAtStart", true))
            await setup.Migrate(cancellationToken);
        else
            await setup.DemandDatabase(cancellationToken);
        setup.Report("Starting PilotPairing");
        await app.StartAsync(cancellationToken);
        await setup.Welcome(app, cancellationToken);
        var drain = app.Services.GetRequiredService<Drain>();
        await drain.Wait(cancellationToken);
        await drain.EndRequests(app.Services.GetRequiredService<IServer>());
        // Its bound is the host's own.
        await app.StopAsync(CancellationToken.None);
        return 0;
    }
}
