using System.CommandLine;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Meta;

namespace PilotPairing.Api.Cli;

internal static class MetaHookCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("meta-hook", "Prints what the Meta app's dashboard wants to know of this server's webhook") { json };
        command.SetAction((parsed, cancellationToken) => Act.Run(
            mediator => mediator.Send(new ReadAppHook(), cancellationToken),
            hook => parsed.GetValue(json)
                ? JsonSerializer.Serialize(new(hook.Url, hook.VerifyToken), CliJson.Readable.MetaHookOutput)
                : $"Callback URL {hook.Url}\nVerify token {hook.VerifyToken}",
            cancellationToken));
        return command;
    }
}
