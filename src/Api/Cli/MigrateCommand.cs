using System.CommandLine;
using PilotPairing.Api.Hosting;

namespace PilotPairing.Api.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database to this version, Hangfire's tables of jobs included");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var setup = await Setup.ForCommand(cancellationToken);
            var applied = await setup.Migrate(cancellationToken);
            await Console.Out.WriteLineAsync(applied == 0 ? "Nothing to do" : $"Applied {applied}");
            return 0;
        });
        return command;
    }
}
