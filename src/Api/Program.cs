using System.CommandLine;
using PilotPairing.Api.Cli;
using PilotPairing.Api.Hosting;

var root = new RootCommand("PilotPairing: pairing links for WhatsApp numbers");
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(MigrateCommand.Create());
root.Subcommands.Add(TenantCommand.Create());
root.Subcommands.Add(KeyCommand.Create());
root.SetAction((_, cancellationToken) => ServeCommand.Run(Role.All, cancellationToken));
return await root.Parse(args).InvokeAsync();
