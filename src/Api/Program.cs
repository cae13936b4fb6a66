using System.CommandLine;
using PilotPairing.Api.Cli;
using PilotPairing.Api.Hosting;

var root = new RootCommand("PilotPairing: pairing links for WhatsApp numbers");
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(MigrateCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(HealthCommand.Create());
root.Subcommands.Add(TenantCommand.Create());
root.Subcommands.Add(KeyCommand.Create());
root.Subcommands.Add(ReencryptCommand.Create());
root.Subcommands.Add(MetaHookCommand.Create());
root.Subcommands.Add(OpsCommand.Create());
root.Subcommands.Add(PersonCommand.Create());
root.Subcommands.Add(SupportBundleCommand.Create());
root.Subcommands.Add(ListenCommand.Create());
root.Subcommands.Add(TriggerCommand.Create());
root.SetAction((_, cancellationToken) => ServeCommand.Run(Role.All, cancellationToken));
try
{
    var code = await root.Parse(args)
        .InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Stopping.LongestWithDrain() });
    // What still waits for something that is away, in a thread of its own, does not hold up the end.
    Environment.Exit(code);
    return code;
}
catch (OperationCanceledException)
{
    return Stopping.Interrupted;
}
catch (Exception exception) when (CliErrors.Describe(exception) is { } message)
{
    await Console.Error.WriteLineAsync(message);
    return 1;
}
